using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Intelligence.Causes;
using Crossdock.Intelligence.Figures;
using Crossdock.Intelligence.Stays;
using Crossdock.Intelligence.WhereTimeWent;
using Crossdock.Unit.Tests.Dashboard;
using Crossdock.Unit.Tests.Intelligence.Figures;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

public sealed class FigureServiceTests : IAsyncLifetime
{
    private static readonly CaseId Order = CaseId.Order("O-1");

    private readonly string _folder = Directory.CreateTempSubdirectory("figures-").FullName;
    private ApiHouse _house = null!;

    public async ValueTask InitializeAsync()
    {
        var file = new AnalysisFile(Path.Combine(_folder, "figures.db"));
        var lives = new MadeUpLives();
        lives.Rows.AddRange(
        [
            Step(1, 0, null, "Checking", Waits.OnSystem), Step(2, 30, "Checking", "Held", Waits.OnPerson),
            Step(3, 90, "Held", "Closed", Waits.Nothing, final: true),
        ]);
        var journal = new PiecemealJournal(lives);
        var maps = new FakeMaps(MadeUpRetailer.OrderMap);
        await Rebuilding.Run(journal, journal, maps, MadeUpLives.Hours, file, "store", TestContext.Current.CancellationToken);
        _house = new ApiHouse { Instead = services => services.AddSingleton(file).AddSingleton(MadeUpLives.Hours)
            .AddSingleton<ReadPolicyNumber>((policy, _, _, _) => new PolicyNumber(policy == CauseRules.LeastCasesPolicy ? 30 : 0.05m, 1)) };
        await _house.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_figure_is_read_with_its_definition_and_as_csv()
    {
        var heard = await _house.As("reader").Get("/v1/intelligence/figures/cycle-time?region=uk&from=2026-11-24T00:00:00Z");
        heard.Status.ShouldBe(200);
        ((string)heard.Body["figure"]!["unit"]!).ShouldBe("s");
        ((string)heard.Body["figure"]!["owner"]!).ShouldBe("supply-chain");
        ((double)heard.Body["rows"]!.AsArray()[0]!["value"]!).ShouldBe(5_400);

        var csv = await _house.As("operator").GetAsync(
            "/v1/intelligence/figures/cycle-time?format=csv", TestContext.Current.CancellationToken);
        csv.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        (await csv.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))
            .ShouldStartWith("process,of,measure,unit,value,base\r\nmade-up,,p50,s,5400,1\r\n");

        (await _house.As("reader").Get("/v1/intelligence/figures/cycle-time?region=dach")).Body["rows"]!.AsArray().ShouldBeEmpty();
        (await _house.As("reader").Get("/v1/intelligence/figures")).Body["figures"]!.AsArray().Count
            .ShouldBe(FigureCatalogue.All.Length);
    }

    [Fact]
    public async Task Where_the_time_went_sums_to_the_whole_and_names_the_bottleneck()
    {
        var heard = await _house.As("reader").Get("/v1/intelligence/time?take=1");

        ((double)heard.Body["all"]!["seconds"]!).ShouldBe(5_400);
        heard.Body["all"]!["causes"]!.AsArray().Sum(cause => (double)cause!["seconds"]!).ShouldBe(5_400);
        var first = heard.Body["bottlenecks"]!.AsArray().ShouldHaveSingleItem()!;
        ((string)first["state"]!, (string)first["cause"]!, (double)first["lostSeconds"]!).ShouldBe(("Held", "waiting-on-person", 3_600));
    }

    [Fact]
    public async Task Of_too_few_cases_nothing_is_said()
    {
        var heard = await _house.As("reader").Get("/v1/intelligence/causes?process=order&state=Open&of=failing");

        heard.Status.ShouldBe(200);
        heard.Body["causes"]!.AsArray().ShouldBeEmpty();
        ((string)heard.Body["unit"]!, (int)heard.Body["leastCases"]!).ShouldBe(("share", 30));
    }

    [Theory]
    [InlineData("figures/cycle-tim", 404, "There is no figure 'cycle-tim'; did you mean 'cycle-time'?.")]
    [InlineData("figures/cycle-time?process=order-to-fulfilmen", 400, "process is not known")]
    [InlineData("figures/cycle-time?node=LEED", 400, "did you mean 'LEEDS'?")]
    [InlineData("figures/cycle-time?from=2026-11-24T00:00:00Z&to=2026-11-24T00:00:00Z", 400, "to must come after from.")]
    [InlineData("figures/cycle-time?from=yesterday", 400, "must be an instant")]
    [InlineData("figures/cycle-time?format=xml", 400, "must be json or csv")]
    [InlineData("time?take=0", 400, "take")]
    [InlineData("time?regoin=uk", 400, "region")]
    [InlineData("causes", 400, "process is required")]
    [InlineData("causes?process=order&state=Opne", 400, "did you mean 'Open'?")]
    [InlineData("causes?process=order&of=fast", 400, "must be slow or failing")]
    public async Task What_cannot_be_answered_is_refused_with_what_to_mend(string path, int status, string words)
    {
        var heard = await _house.As("reader").Get($"/v1/intelligence/{path}");

        heard.Status.ShouldBe(status);
        heard.Body.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })
            .ShouldContain(words);
    }

    [Theory]
    [InlineData("figures")]
    [InlineData("figures/cycle-time")]
    [InlineData("time")]
    [InlineData("causes?process=order")]
    public async Task Only_readers_and_operators_read_figures(string path)
    {
        (await _house.As(null).Get($"/v1/intelligence/{path}")).Status.ShouldBe(401);
        (await _house.As("phone").Get($"/v1/intelligence/{path}")).Status.ShouldBe(403);
        (await _house.As("admin").Get($"/v1/intelligence/{path}")).Status.ShouldBe(200);
    }

    private static Transition Step(int seq, int minute, string? from, string to, Waits waits, bool final = false) => MadeUpLives.Row(
        Order, seq, MadeUpLives.Start.AddMinutes(minute), from, to, waits, new LookAgain("x"), final: final,
        card: new CaseCard("Made up", "uk", "web", "LEEDS"));
}
