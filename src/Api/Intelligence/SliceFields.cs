using System.Collections.Immutable;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Contracts.Network;
using Crossdock.Intelligence.Figures;
using static Crossdock.Api.Governance.Reading.Fields;

namespace Crossdock.Api.Intelligence;

/// <summary>A part of the retailer and a period, as every question about figures may name them.</summary>
/// <param name="prefix">tells a second slice of a question from the first: <c>compare</c> makes <c>compareRegion</c></param>
internal sealed class SliceFields(string prefix, string aboutFrom, string aboutTo)
{
    private readonly Field<string> _region = Optional(Named(prefix, "region"), Kinds.Key);
    private readonly Field<string> _channel = Optional(Named(prefix, "channel"), Kinds.Key);
    private readonly Field<string> _node = Optional(Named(prefix, "node"), Kinds.Key);
    private readonly Field<string> _supplier = Optional(Named(prefix, "supplier"), Kinds.Key, "Of purchases and invoices.");
    private readonly Field<string> _category = Optional(Named(prefix, "category"), Kinds.Text(100),
        "Of goods; cases whose goods have several are in none.");
    private readonly Field<DateTimeOffset> _from = Optional(Named(prefix, "from"), Kinds.Instant, aboutFrom);
    private readonly Field<DateTimeOffset> _to = Optional(Named(prefix, "to"), Kinds.Instant, aboutTo);

    public ImmutableArray<Field> All => [_region, _channel, _node, _supplier, _category, _from, _to];

    public bool Any(Given asked) => All.Any(asked.Has);

    /// <summary>A name that nobody knows would read as a place where nothing happens.</summary>
    public static void Known(Given asked, Field<string> field, IEnumerable<string> names, Faults faults)
    {
        if (asked.TryGet(field, out var given) && !names.Contains(given))
        {
            faults.Add(field.Name, $"is not known; got '{Faults.Shown(given)}'{NearestName.Hint(given, names)}");
        }
    }

    /// <param name="otherwise">what holds for whatever is not given</param>
    public FigureSlice Read(Given asked, FigureSlice otherwise, RetailNetwork network, Faults faults)
    {
        Known(asked, _region, network.Regions.Select(region => region.Id), faults);
        Known(asked, _channel, network.Channels.Select(channel => channel.Id), faults);
        Known(asked, _node, network.Nodes.Select(node => node.Id), faults);
        var (from, to) = (asked.Maybe(_from) ?? otherwise.From, asked.Maybe(_to) ?? otherwise.To);
        if (to <= from)
        {
            faults.Add(_to.Name, $"must come after {_from.Name}");
        }

        return new FigureSlice(
            otherwise.Process, asked.Get(_region, otherwise.Region!), asked.Get(_channel, otherwise.Channel!),
            asked.Get(_node, otherwise.Node!), from, to)
        {
            Supplier = asked.Get(_supplier, otherwise.Supplier!), Category = asked.Get(_category, otherwise.Category!),
        };
    }

    private static string Named(string prefix, string name) =>
        prefix.Length == 0 ? name : $"{prefix}{char.ToUpperInvariant(name[0])}{name[1..]}";
}
