using System.CommandLine;
using Spectre.Console;

namespace Crossdock.Estate.Demo;

/// <summary>The words of <c>./crossdock demo</c>.</summary>
internal static class DemoCommand
{
    private const string Home = ".data";

    private static readonly Option<int?> Orders = new("--orders") {
        Description = "how many orders; with an input all of it, without one 500, or an hour's worth for you to watch" };
    private static readonly Option<string?> Input = new("--input") {
        Description = "an order book (CSV in the columns of Online Retail, plain or gzipped)" };
    private static readonly Option<int> Seed = new("--seed") { DefaultValueFactory = _ => 1,
        Description = "the same seed makes the same run" };
    private static readonly Option<double?> Factor = new("--factor") {
        Description = "business seconds a second; by default 300, or what settles soon" };
    private static readonly Option<double?> Arrive =
        new("--arrive-seconds")
        {
            Description = "orders arrive for so long, whether the machine keeps up or not; by default 20 s or longer, with many orders",
        };
    private static readonly Option<bool> Exit = new("--exit-when-settled") {
        Description = "ends when every order is final or waits for a person by design" };
    private static readonly Option<string?> Report = new("--report") { Description = "writes the figures of the run to this file as JSON" };
    private static readonly Option<string?> Store = new("--store") {
        Description = "sqlite:PATH or postgres:CONNECTION; by default a fresh file under .data" };
    private static readonly Option<int> Port = new("--port") { Description = "Crossdock's port; by default 5080, or a free one" };
    private static readonly Option<string> Faults = new("--faults") { DefaultValueFactory = _ => "none",
        Description = "none, some or all" };
    private static readonly Option<string> HostDll = new("--host-dll") { DefaultValueFactory = _ => "", Description = "the host to start" };
    private static readonly Option<int> Kills = new("--kills") {
        Description = "kills the host so many times at random moments, and starts it again" };
    private static readonly Option<double?> KillEvery = new("--kill-every") {
        Description = "kills it every so many seconds while orders arrive" };
    private static readonly Option<bool> Keep = new("--keep") { Description = "keeps the store of a good run" };
    private static readonly Option<bool> NoPeople = new("--no-people") {
        Description = "leaves staff, office and customers out, so that you do their work" };
    private static readonly Option<bool> NoPrices = new("--no-prices") { Description = "proposes no promotions and price changes" };
    private static readonly Option<bool> NoPurchases = new("--no-purchases") {
        Description = "buys nothing from suppliers: empty shelves are filled up out of nowhere" };
    private static readonly Option<bool> NoAvailability = new("--no-availability") {
        Description = "tells no channel what it may sell" };
    private static readonly Option<bool> NoBooks = new("--no-books") {
        Description = "holds no books of stock of ERP and WMS against the ledger" };
    private static readonly Option<double> Drift = new("--drift") {
        Description = "share of lines whose stock the books of ERP and WMS lose, such as 0.01; as often they go wrong by themselves" };
    private static readonly Option<bool> NoInvoices = new("--no-invoices") {
        Description = "suppliers bill nothing for what they deliver, and nothing is paid" };
    private static readonly Option<double> Lines = new("--lines-mean") { DefaultValueFactory = _ => 22,
        Description = "lines an order on average, without an input" };
    private static readonly Option<double> Short = new("--short-share") { DefaultValueFactory = _ => 0.015,
        Description = "share of lines that a store cannot find" };
    private static readonly Option<double> Timeout = new("--timeout-minutes") { DefaultValueFactory = _ => 30,
        Description = "gives up settling after this long" };
    private static readonly Option<string?> KeyFile = new("--key-file") {
        Description = "the administrator's key, where the store has one already" };

    public static Command Build()
    {
        Faults.AcceptOnlyFromAmong("none", "some", "all");
        var command = new Command("demo", "Starts Crossdock and a retailer around it.")
        {
            Orders, Input, Seed, Factor, Arrive, Exit, Report, Store, Port, Faults, HostDll, Kills, KillEvery, Keep, NoPeople, NoPrices,
            NoPurchases, NoAvailability, NoBooks, Drift, NoInvoices, Lines, Short, Timeout, KeyFile,
        };
        command.SetAction((parsed, cancel) => Commands.Told(
            () => new DemoRun(Read(parsed), TimeProvider.System, AnsiConsole.Console, Home).RunAndSweep(cancel)));
        return command;
    }

    public static DemoOptions Read(ParseResult parsed) => new(
        parsed.GetValue(Orders), parsed.GetValue(Input), parsed.GetValue(Seed), parsed.GetValue(Factor), parsed.GetValue(Exit),
        parsed.GetValue(Report), parsed.GetValue(Store), parsed.GetValue(Port), parsed.GetRequiredValue(Faults),
        parsed.GetRequiredValue(HostDll), parsed.GetValue(Kills), parsed.GetValue(KillEvery), parsed.GetValue(Keep),
        !parsed.GetValue(NoPeople), parsed.GetValue(Lines), parsed.GetValue(Short), parsed.GetValue(Timeout), parsed.GetValue(KeyFile))
    {
        ArriveSeconds = parsed.GetValue(Arrive),
        Prices = !parsed.GetValue(NoPrices),
        Purchases = !parsed.GetValue(NoPurchases),
        Availability = !parsed.GetValue(NoAvailability),
        Books = !parsed.GetValue(NoBooks),
        Drift = parsed.GetValue(Drift),
        Invoices = !parsed.GetValue(NoInvoices),
    };
}
