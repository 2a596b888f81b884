using Crossdock.Contracts;
using Crossdock.Contracts.Effects;

namespace Crossdock.Processes.Map;

/// <summary>Whether a case that was written by one version of a map can go on by the version in force.</summary>
public enum Fit
{
    /// <summary>Its state is there, and hears every answer that is under way.</summary>
    Safe,
    /// <summary>A declared mapping says where it stands now.</summary>
    Mapped,
    /// <summary>It stands nowhere on this map, and a mapping could say where it belongs.</summary>
    NeedsMapping,
    /// <summary>No state of this map could take it over.</summary>
    Blocked,
}

/// <param name="To">the state it stands in by the map in force; for one that needs a mapping, the nearest that could take it</param>
/// <param name="Why">in one sentence, for people</param>
public sealed record MapFit(Fit Fit, string? To, string Why)
{
    public bool RunsOn => Fit is Fit.Safe or Fit.Mapped;

    /// <summary>The mapping to write for a case that needs one.</summary>
    public static string Declaration(int version, string old, string to) => $".Migrates({version}, \"{old}\", to: {to})";
}

/// <summary>The state of a case that the map in force cannot take over: an operator migrates it, or a newer map does.</summary>
public sealed class MapMisfitException(string message) : Exception(message);

/// <summary>Classifies a case against a map: pure, so that a command, the start and a case itself say the same.</summary>
internal static class MapFitting
{
    /// <param name="state">where the case stands, by name</param>
    /// <param name="version">the map version that wrote its last decision</param>
    /// <param name="inFlight">the effects it waits for an answer of, by their catalogue names; tells need none</param>
    public static MapFit Of(MapTable map, string state, int version, IReadOnlyCollection<string> inFlight)
    {
        if (version > map.Version)
        {
            return new MapFit(Fit.Blocked, null, $"It runs by map {version}, and this program knows map {map.Version}.");
        }

        var awaited = inFlight.Where(effect => effect != EffectNames.Of(typeof(TellCase))).Distinct().ToList();
        if (map.Migrations.FirstOrDefault(way => way.FromVersion == version && way.Old == state) is { } declared)
        {
            var unheard = Unheard(map, declared.To, awaited);
            return unheard is null
                ? new MapFit(Fit.Mapped, declared.To, $"Map {map.Version} declares {state} to be {declared.To}.")
                : new MapFit(Fit.Blocked, null,
                    $"Map {map.Version} declares {state} to be {declared.To}, which does not hear the answer to {unheard}.");
        }

        string? missing = null;
        if (map.States.TryGetValue(state, out var here) && !here.Final)
        {
            missing = Unheard(map, state, awaited);
            if (missing is null)
            {
                return new MapFit(Fit.Safe, state, $"{state} is in map {map.Version} and hears all that is under way.");
            }
        }

        var why = missing is null ? $"Map {map.Version} has no open state {state}." : $"{state} no longer hears the answer to {missing}.";
        return Nearest(map, state, awaited) is { } nearest
            ? new MapFit(Fit.NeedsMapping, nearest, why)
            : new MapFit(Fit.Blocked, null, $"{why} No state of map {map.Version} hears all that is under way.");
    }

    /// <summary>The first effect under way whose success or failure a state has no row for.</summary>
    private static string? Unheard(MapTable map, string state, IReadOnlyList<string> awaited) =>
        awaited.FirstOrDefault(effect =>
            AskedAs(map, effect) is not { } asked || !Hears(map, state, asked.Done) || !Hears(map, state, asked.Refused));

    private static bool Hears(MapTable map, string state, Type message) =>
        map.States[state].Find(message) is not null || map.Always.Any(row => row.Message == message);

    private static AskedEffect? AskedAs(MapTable map, string effect) =>
        map.AllAsks.FirstOrDefault(asked => EffectNames.Of(asked.Effect) == effect);

    private static string? Nearest(MapTable map, string state, IReadOnlyList<string> awaited) =>
        map.States.Values.Where(rows => !rows.Final && Unheard(map, rows.State, awaited) is null)
            .OrderByDescending(rows => Alike(rows.State, state))
            .Select(rows => rows.State).FirstOrDefault();

    /// <summary>How many letters two names have in common at their beginning and their end.</summary>
    private static int Alike(string a, string b)
    {
        var shorter = Math.Min(a.Length, b.Length);
        var (begin, end) = (0, 0);
        while (begin < shorter && a[begin] == b[begin])
        {
            begin++;
        }

        while (end < shorter - begin && a[^(end + 1)] == b[^(end + 1)])
        {
            end++;
        }

        return begin + end;
    }
}
