using EvenKeel.Host.Settings;
using EvenKeel.Host.Storage;

namespace EvenKeel.Host.Tests.Storage;

public sealed class StoreSettingsTests
{
    private static readonly string s_root = Path.GetFullPath(Path.GetTempPath());

    [Fact]
    public void The_default_is_a_file_in_a_data_folder_under_the_content_root() =>
        Assert.Equal(Path.Combine(s_root, "evenkeel-data", "evenkeel.db"), new StoreSettings().FullPath(s_root));

    [Fact]
    public void A_full_path_is_taken_as_it_is()
    {
        var elsewhere = Path.Combine(s_root, "elsewhere.db");

        Assert.Equal(elsewhere, new StoreSettings { FilePath = elsewhere }.FullPath(Path.Combine(s_root, "app")));
    }

    [Theory]
    [InlineData("", "must name a file")]
    [InlineData("  ", "must name a file")]
    [InlineData(":memory:", "neither a URI nor memory")]
    [InlineData("file:evenkeel.db?mode=memory", "neither a URI nor memory")]
    [InlineData("evenkeel-data/", "must end with the name of a file")]
    [InlineData(".", "is a folder")]
    public void A_setting_that_names_no_file_is_refused_with_its_name_value_and_rule(string path, string rule)
    {
        var refused = Assert.Throws<StoreRefusedException>(
            () => new StoreSettings { FilePath = path }.FullPath(s_root));

        Assert.StartsWith($"Store:FilePath is '{path}'", refused.Message, StringComparison.Ordinal);
        Assert.Contains(rule, refused.Message, StringComparison.Ordinal);
    }
}
