using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace EvenKeel.Host.Storage;

/// <summary>Compares a store with what the script makes: table, index, trigger, query must be exactly so.</summary>
/// <remarks>An index that is there by name but not unique would let two owners start the same machine, so names prove
/// nothing here. What a person has added beside ours, a view for example, is left alone.</remarks>
internal static partial class StoreCheck
{
    private const string Objects = "SELECT type || ' ' || name, sql FROM sqlite_master WHERE sql IS NOT NULL";
    private const string Queries = "SELECT 'query ' || QueryKey, QueryText FROM OrleansQuery";

    /// <summary>The tables that decide. History only grows: to check it at each start would take ever longer.</summary>
    private static readonly string[] s_deciding = ["OrleansStorage", "OrleansRemindersTable", "evenkeel_kill"];

    /// <exception cref="StoreRefusedException">What is missing, different or damaged.</exception>
    public static void Refuse(SqliteConnection store, string file)
    {
        using var model = new SqliteConnection("Data Source=:memory:");
        model.Open();
        StoreSchema.Create(model);
        // Objects first: without its tables the queries cannot even be read
        Compare(model, store, Objects, file);
        Compare(model, store, Queries, file);
        foreach (var table in s_deciding)
        {
            var found = store.Text($"PRAGMA integrity_check('{table}')");
            if (!string.Equals(found, "ok", StringComparison.Ordinal))
            {
                throw new StoreRefusedException(
                    $"The store {file} cannot be used: table {table} is damaged ({found}). " +
                    "It is left as it is: restore it from a backup.");
            }
        }
    }

    private static void Compare(SqliteConnection model, SqliteConnection store, string query, string file)
    {
        var found = store.Pairs(query);
        foreach (var (name, wanted) in model.Pairs(query))
        {
            var has = found.GetValueOrDefault(name);
            if (!string.Equals(Plain(wanted), Plain(has ?? string.Empty), StringComparison.Ordinal))
            {
                var wrong = has is null ? "is missing" : $"is not ours but '{Plain(has)}'";
                throw new StoreRefusedException(
                    $"The store {file} cannot be used: {name} {wrong}. " +
                    $"{Rule(name)} It is left as it is: restore it from a backup.");
            }
        }
    }

    private static string Rule(string name) => name switch
    {
        "index UX_OrleansStorage" =>
            "The rule: this unique index over the full grain key is all that fences the first write of a machine; " +
            "without it two owners could both start one, so this program never runs without it.",
        _ when name.StartsWith("trigger evenkeel_", StringComparison.Ordinal) =>
            "The rule: history is append-only, and this trigger holds that.",
        _ => $"The rule: the schema is exactly that of version {StoreSchema.Version}.",
    };

    private static string Plain(string sql) => Blanks().Replace(sql, " ").Trim();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();
}
