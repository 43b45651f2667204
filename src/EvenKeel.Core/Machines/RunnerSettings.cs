using EvenKeel.Orders;

namespace EvenKeel.Machines;

/// <summary>The times of the protocol. All of them are venue time.</summary>
/// <param name="RecvWindow">How long after its timestamp a request may be accepted: 1 to 2 s. </param>
/// <param name="Visibility">δ: how late an accepted order may show in the lists: 2 to 30 s, 5 by default.</param>
/// <param name="PollLive">How often a resting order is asked after when no push wakes us.</param>
/// <param name="PollSlot">The same for one that rests in a slot: there are many, and the account's list stands for all
/// of them at every comparison.</param>
/// <param name="PollFirst">How soon after a send its order is first asked after; doubles from there.</param>
/// <param name="LookAgain">How soon a look or comparison that the venue did not answer is repeated.</param>
public sealed record RunnerSettings(
    Deployment Deployment, TimeSpan RecvWindow, TimeSpan Visibility, TimeSpan PollLive, TimeSpan PollSlot,
    TimeSpan PollFirst, TimeSpan LookAgain)
{
    /// <summary>The defaults: receive window 1 s, visibility 5 s, a resting order asked after every second, one in
    /// a slot every minute.</summary>
    public static RunnerSettings Of(Deployment deployment) =>
        Of(deployment, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));

    /// <summary>The defaults but for these two.</summary>
    public static RunnerSettings Of(Deployment deployment, TimeSpan recvWindow, TimeSpan visibility) => new(
        deployment, recvWindow, visibility, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1),
        TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
}
