using System.Collections.Immutable;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Network;
using Crossdock.Processes.Policies;

namespace Crossdock.Unit.Tests.Processes;

/// <summary>A retailer with stores in four time zones, and its promotions.</summary>
public static class Promotions
{
    public const string Buyer = "Bea";
    public const string Lead = "Lena";

    public static readonly ImmutableArray<(string Region, string Zone)> Zones =
    [
        ("AZ", "Atlantic/Azores"), ("UK", "Europe/London"), ("DE", "Europe/Berlin"), ("FI", "Europe/Helsinki"),
    ];

    /// <summary>Midnight on a Saturday in spring; on the Sunday, the 28th of March, all four clocks go forward.</summary>
    public static readonly DateTime Starts = new(2027, 3, 27);

    public static readonly DateTime Ends = new(2027, 3, 29);

    public static readonly RetailNetwork Small = NetworkOf(8);

    public static CaseId Id(string number) => new("promotion", number);

    public static CaseId Target(string number, string target) => new("price-target", $"{number}:{target}");

    public static PriceScope Scope(params ImmutableArray<string> channels) => new(channels, [], []);

    public static PriceLine Line(string sku, decimal price = 8m) => new(sku, price, null);

    /// <summary>From 10.00 to 8.00: a fifth, which somebody in merchandising has to approve.</summary>
    public static PromotionProposed Proposed(string number, params PriceLine[] lines) => new(
        number, "Spring", PriceKind.Promotion, Scope(), "GBP", Starts, Ends, 0.2m, lines is [] ? [Line("A")] : [.. lines], "Season.");

    public static PromotionProposed Fix(string number, params PriceLine[] lines) => Proposed(number, lines) with
    {
        Kind = PriceKind.Emergency, StartsLocal = new DateTime(2026, 11, 24, 8, 0, 0), EndsLocal = new DateTime(2026, 12, 1),
        ExpectedLift = 0, Reason = "Typed 1.00 instead of 10.00.",
    };

    /// <summary>Fred and Gita keep the margins; everybody else sells.</summary>
    public static Actor Person(string name) => new(name, name is "Fred" or "Gita" ? "finance" : "merchandiser");

    public static PolicyBook Policies(params (string Name, object Value)[] values) => new(
        values.Select(value => new PolicyValue(value.Name, Crossdock.Processes.Policies.Scope.Everywhere, value.Value, 2,
            DateTimeOffset.MinValue, "Head", "For this test.")));

    public static RetailNetwork NetworkOf(int stores, params (string Id, string Kind)[] channels) => new(
        "Four clocks", [.. Zones.Select(zone => new Region(zone.Region, zone.Region, [], "GBP"))],
        [
            .. (channels is [] ? [("till", "till"), ("web", "web"), ("bazaar", "marketplace")] : channels)
                .Select(channel => new Channel(channel.Item1, channel.Item1, channel.Item2)),
        ],
        [
            .. Enumerable.Range(0, stores).Select(n => new Node(
                $"ST-{n + 1:000}", $"Store {n + 1}", NodeKind.Store, Zones[n % 4].Region, "GB", Zones[n % 4].Zone, 50, 0, 100,
                new TimeOnly(15, 0), Given.Daily, [])),
        ]);
}
