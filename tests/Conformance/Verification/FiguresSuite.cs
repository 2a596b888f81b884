using Crossdock.Conformance.Tests.Storage;
using Crossdock.Contracts.Network;
using Crossdock.Contracts.Ports;
using Crossdock.Host.Commands;
using Crossdock.Intelligence.Stays;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Sealing;
using Microsoft.Data.Sqlite;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Verification;

public sealed class FiguresOnSqlite() : FiguresSuite(new SqliteFixture());

public sealed class FiguresOnPostgres() : FiguresSuite(new PostgresFixture());

/// <summary>What <c>verify</c> says of the figures over time, which lie in a file beside the store.</summary>
public abstract class FiguresSuite(StoreFixture fixture) : IAsyncLifetime
{
    private static readonly RetailNetwork Network = new("Made up", [], [], []);

    private static readonly ProcessCatalogue Maps = ProcessCatalogue.Retail;

    private readonly SealKey _key = SealKey.Make();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crossdock-figures-");
    private Story _story = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Path => System.IO.Path.Combine(_folder.FullName, "figures.db");

    public async ValueTask InitializeAsync()
    {
        await fixture.InitializeAsync();
        _story = new Story(fixture.Store, _key);
        await _story.Fill();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _key.Dispose();
        _folder.Delete(recursive: true);
        await fixture.DisposeAsync();
    }

    [Fact]
    public async Task Figures_that_follow_the_journal_are_compared_and_right()
    {
        await Follow(fixture.Store.SharedValues);

        var (faults, compared) = await Verify();
        faults.ShouldBeEmpty();
        compared.ShouldBe(new FiguresCompared(3, 5, 0));
    }

    [Fact]
    public async Task A_stale_figure_is_found_and_named()
    {
        await Follow(fixture.Store.SharedValues);
        Change("update stays set left_at = null, left_seq = null, left_by = null where case_id = 'order/A' and number = 1");

        (await Verify()).Faults.ShouldBe(
        [
            "figures: stays: order/A, stay 1 is kept otherwise than the journal says.",
            "figures: stays: order/A, stay 1 lacks what the journal says.",
        ]);
    }

    [Fact]
    public async Task A_case_that_the_figures_lack_is_found()
    {
        await Follow(fixture.Store.SharedValues);
        Change("delete from cases where case_id = 'task/PICK-A'");

        (await Verify()).Faults.ShouldBe(["figures: cases: task/PICK-A lacks what the journal says."]);
    }

    [Fact]
    public async Task What_was_not_compared_is_said_and_is_no_fault()
    {
        (await Verify()).ShouldBe([], "there is no file of them here");

        await Follow(fixture.Store.SharedValues);
        (await Verify(network: null)).ShouldBe([], "give --network, for the opening hours");

        Change("update standing set store = 'another'");
        (await Verify()).ShouldBe([], "their file was made from another store");
    }

    [Fact]
    public async Task A_file_that_is_none_is_a_fault_and_hides_no_other()
    {
        await File.WriteAllTextAsync(Path, new string('x', 8_192), Cancel);

        var (faults, compared) = await Verify();
        faults.ShouldHaveSingleItem().ShouldStartWith("figures: ");
        compared.WhyNot.ShouldBe("their file cannot be read");
    }

    private async Task Follow(ISharedValues values) => await Rebuilding.Run(
        fixture.Store.Journal, fixture.Store.FailedAttempts, Maps, (_, from, to) => to - from, new AnalysisFile(Path),
        await StoreName.Of(values, Cancel), Cancel);

    private Task<(List<string> Faults, FiguresCompared Compared)> Verify() => Verify(Network);

    private async Task<(List<string> Faults, FiguresCompared Compared)> Verify(RetailNetwork? network)
    {
        var (result, compared) = await FiguresCheck.Add(
            await _story.Verify(), fixture.Store, new AnalysisFile(Path), Maps, network, TimeSpan.Zero, Cancel);
        result.Found.ShouldBe(result.Faults.Count);
        return ([.. result.Faults.Select(fault => fault.ToString())], compared);
    }

    private void Change(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={Path};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery().ShouldBeGreaterThan(0);
    }
}

file static class Verdicts
{
    public static void ShouldBe(this (List<string> Faults, FiguresCompared Compared) said, IEnumerable<string> faults, string whyNot)
    {
        said.Faults.ShouldBe(faults);
        said.Compared.WhyNot.ShouldBe(whyNot);
    }
}
