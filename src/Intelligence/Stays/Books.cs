using Crossdock.Contracts;

namespace Crossdock.Intelligence.Stays;

/// <summary>
/// Ledgers and books stand in one state all their life: they have no flow, and an endless wait of theirs would be the first of all
/// bottlenecks. No figure over time is about them.
/// </summary>
public static class Books
{
    public static bool Is(MapPicture map) => map.States.Count(state => !state.Final) < 2;
}
