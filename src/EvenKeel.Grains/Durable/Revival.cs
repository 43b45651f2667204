using System.Collections.Concurrent;

namespace EvenKeel.Grains.Durable;

/// <summary>Wakes machines whose activation is over because something failed: at once, and while it goes on
/// failing once a second. Nobody else would before the next reminder, and a leg may be naked.</summary>
/// <param name="time">Of the pauses.</param>
public sealed class Revival(TimeProvider time)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(1);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _wokenAt = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _due = new(StringComparer.Ordinal);

    /// <summary>Wakes a machine again, until it can read its row. One that is about to be woken is woken
    /// once.</summary>
    /// <param name="wake">Throws while the row cannot be read.</param>
    internal void Revive(string key, Func<Task> wake)
    {
        if (_due.TryAdd(key, true))
        {
            Task.Run(() => ReviveAsync(key, wake)).Ignore();
        }
    }

    private async Task ReviveAsync(string key, Func<Task> wake)
    {
        var rest = _wokenAt.GetValueOrDefault(key) + s_pause - time.GetUtcNow();
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time);
        }

        _wokenAt[key] = time.GetUtcNow();
        // From here on it may fail anew, and is then due anew.
        _due.TryRemove(key, out _);
        try
        {
            await wake();
        }
        catch (Exception)
        {
            Revive(key, wake);
        }
    }
}
