namespace EvenKeel.Host.Storage;

/// <summary>The store must not be used as it is; the message names the file, what is wrong, and the rule.</summary>
internal sealed class StoreRefusedException : Exception
{
    public StoreRefusedException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}

/// <summary>A record does not continue the history that is stored: a second owner, or a row that was put back from a
/// copy. A person must look; until then there is no new risk.</summary>
internal sealed class HistoryForkedException(string message) : Exception(message);
