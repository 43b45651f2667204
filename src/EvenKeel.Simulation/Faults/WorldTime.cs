namespace EvenKeel.Simulation.Faults;

/// <summary>How time passes in a world.</summary>
public static class WorldTime
{
    /// <summary>Starts the owner, the quotes and the reminder.</summary>
    public static TWorld Start<TWorld>(this TWorld world)
        where TWorld : World
    {
        world.Begin();
        return world;
    }

    public static TWorld Run<TWorld>(this TWorld world, TimeSpan span)
        where TWorld : World
    {
        world.Time.RunUntil(world.Time.Now + span);
        return world;
    }

    /// <summary>Lets time pass until something is so.</summary>
    /// <returns>Whether it became so within the time given.</returns>
    public static bool RunUntil<TWorld>(this TWorld world, Func<TWorld, bool> isSo, TimeSpan most)
        where TWorld : World
    {
        var until = world.Time.Now + most;
        while (!isSo(world))
        {
            if (!world.Time.Step(until))
            {
                world.Time.RunUntil(until);
                return isSo(world);
            }
        }

        return true;
    }

    /// <summary>Kills the owner at the n-th boundary that it crosses from now on, counted from one; the next owner
    /// comes after the failover.</summary>
    public static TWorld CrashAt<TWorld>(this TWorld world, int boundary)
        where TWorld : World
    {
        world.KillAt(boundary);
        return world;
    }
}
