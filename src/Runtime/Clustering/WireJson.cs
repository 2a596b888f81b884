using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Crossdock.Contracts;
using Crossdock.Contracts.Ports;
using Crossdock.Runtime.Stock;
using Orleans.Serialization;

namespace Crossdock.Runtime.Clustering;

/// <summary>What goes between processes beyond what is journalled.</summary>
[JsonSerializable(typeof(StockAnswer))]
[JsonSerializable(typeof(StockPosition))]
[JsonSerializable(typeof(ImmutableArray<StockPosition>))]
internal sealed partial class RuntimeJson : JsonSerializerContext;

/// <summary>How messages and answers travel: as JSON in the journal's shapes, so that mixed versions understand each other.</summary>
public static class WireJson
{
    public static JsonSerializerOptions Of(JournalJson journal) => new(journal.Options)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(journal.Options.TypeInfoResolver, RuntimeJson.Default),
    };

    /// <summary>Our own kinds of fault; of others the framework carries the words.</summary>
    public static void CarryFaults(ExceptionSerializationOptions options) => options.SupportedNamespacePrefixes.Add("Crossdock");

    /// <summary>Faults travel as faults: a caller that catches one by its kind has to get that kind.</summary>
    public static bool Carries(Type type) =>
        type.Namespace is { } space
        && (space.StartsWith("Crossdock.Contracts", StringComparison.Ordinal)
            || space.StartsWith("Crossdock.Runtime", StringComparison.Ordinal))
        && !type.IsAssignableTo(typeof(Exception));
}
