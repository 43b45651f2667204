using System.Globalization;
using Microsoft.Data.Sqlite;

namespace EvenKeel.Host.Storage;

/// <summary>A statement and its values in one line. SQLite answers on the calling thread: nothing is awaited.</summary>
internal static class SqliteQueries
{
    public static int Run(
        this SqliteConnection on, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        using var command = on.Command(sql, values);
        return command.ExecuteNonQuery();
    }

    public static SqliteCommand Command(
        this SqliteConnection on, string sql, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var command = on.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in values)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    /// <summary>The first column of the first row.</summary>
    public static string? Text(this SqliteConnection on, string sql)
    {
        using var command = on.Command(sql);
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>The first column of the first row.</summary>
    public static long Number(this SqliteConnection on, string sql)
    {
        using var command = on.Command(sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>The first two columns of all rows, by the first.</summary>
    public static Dictionary<string, string> Pairs(this SqliteConnection on, string sql)
    {
        using var command = on.Command(sql);
        using var reader = command.ExecuteReader();
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        while (reader.Read())
        {
            pairs.Add(reader.GetString(0), reader.GetString(1));
        }

        return pairs;
    }
}
