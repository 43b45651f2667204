using System.Globalization;
using System.Text.Json;
using EvenKeel.Markets;

namespace EvenKeel.Tests.Markets;

public sealed class UnitTests
{
    [Fact]
    public void Price_times_quantity_is_an_exact_amount()
    {
        Assert.Equal(new Amount(16_000m), new Price(64_000m) * new Quantity(0.25m));
        Assert.Equal(new Amount(0.00000001m), new Price(0.0001m) * new Quantity(0.0001m));
    }

    [Fact]
    public void Every_digit_of_a_number_survives_being_stored() => Repeatably.Decimal(long.MinValue, long.MaxValue, 9)
        .Check(value =>
        {
            Assert.Equal(new Quantity(value), Again(new Quantity(value)));
            Assert.Equal(new Price(value), Again(new Price(value)));
            Assert.Equal(new Amount(value), Again(new Amount(value)));
            Assert.Equal(new Rate(value), Again(new Rate(value)));
        });

    [Fact]
    public void A_trailing_zero_survives_being_stored() =>
        Assert.Equal("1.500", Again(new Quantity(1.500m)).Value.ToString(CultureInfo.InvariantCulture));

    [Fact]
    public void Numbers_are_written_the_same_in_every_culture() =>
        Assert.Equal("1234.5", new Price(1234.5m).ToString());

    [Fact]
    public void No_side_moves_a_position_by_zero()
    {
        Assert.Equal(Side.Buy, Sides.Toward(new(0.1m)));
        Assert.Equal(Side.Sell, Sides.Toward(new(-0.1m)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Sides.Toward(Quantity.Zero));
    }

    [Fact]
    public void A_book_knows_where_one_takes_and_where_one_joins()
    {
        var book = new TopOfBook(new(99m), new(101m), default);
        Assert.Equal(new Price(100m), book.Mid);
        Assert.Equal(book.Ask, book.Taking(Side.Buy));
        Assert.Equal(book.Bid, book.Taking(Side.Sell));
        Assert.Equal(book.Bid, book.Joining(Side.Buy));
        Assert.Equal(book.Ask, book.Joining(Side.Sell));
    }

    private static T Again<T>(T value) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value))!;
}
