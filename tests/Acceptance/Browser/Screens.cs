namespace Crossdock.Acceptance.Tests.Browser;

/// <summary>The screens by name, and where each lies in the retailer that runs.</summary>
internal static class Screens
{
    public const string SignIn = "sign-in";
    public const string NotFound = "not found";

    public static readonly string[] Names =
    [
        SignIn, "now", "work", "away", "process", "imported logs", "imported log", "performance", "figures", "figure", "alerts", "causes",
        "roi", "integrations", "stock", "prices", "reconciliation", "tasks", "cases", "case", "part", "task", "stores", "store tasks",
        "store queue", "incidents", "bulk", "policies", "policy", NotFound,
    ];

    public static string PathOf(string screen, Retailer retailer) => screen switch
    {
        SignIn => "/sign-in",
        "now" => "/",
        "work" => "/work",
        "away" or "process" or "performance" or "figures" or "alerts" or "causes" or "roi" or "integrations" or "stock" or "prices"
            or "reconciliation" => $"/{screen}",
        "figure" => "/figures/cycle-time",
        "imported logs" => "/logs",
        "imported log" => $"/logs/{Retailer.Log}",
        "tasks" => "/cases?kind=task&order=priority",
        "cases" => "/cases",
        "case" => retailer.Order,
        "part" => retailer.Order.Replace("/order/", "/fulfilment/", StringComparison.Ordinal) + "-1",
        "task" => retailer.Task,
        "stores" => "/stores",
        "store tasks" => retailer.Store.Replace("/store/", "/stores/", StringComparison.Ordinal) + "/tasks",
        "store queue" => retailer.Store,
        "incidents" => "/incidents",
        "bulk" => retailer.Bulk,
        "policies" => "/policies",
        "policy" => "/policies/pick-time?value=3+h",
        NotFound => "/nowhere/at/all",
        _ => throw new ArgumentOutOfRangeException(nameof(screen), screen, "no such screen"),
    };
}
