using System.Text;
using Crossdock.Conformance.Tests.Storage;
using Crossdock.Conformance.Tests.Verification;
using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using Crossdock.Processes.Running;
using Crossdock.Runtime.Archiving;
using Crossdock.Runtime.Sealing;
using Crossdock.Runtime.Verification;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Archiving;

public sealed class ArchiverOnSqlite() : ArchiverSuite(new SqliteFixture());

public sealed class ArchiverOnPostgres() : ArchiverSuite(new PostgresFixture());

/// <summary>Closed cases go into files and out of the journal, and the store stays provable all the way.</summary>
public abstract class ArchiverSuite(StoreFixture fixture) : IAsyncLifetime
{
    private readonly SealKey _key = SealKey.Make();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("crossdock-archive-");
    private Story _story = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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
        await fixture.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_closed_case_stays_as_long_as_a_case_that_told_it_something()
    {
        var report = await Run();

        (report.Cases, report.Waiting).ShouldBe((0, 1), "the order that asked for the picking is still open");
        (await fixture.Store.Journal.ReadCase(Story.Pick, 0, Cancel)).Count.ShouldBe(2);
        Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task Before_its_time_no_case_leaves()
    {
        await CloseFirst();

        (await Run(days: 30_000)).ShouldSatisfyAllConditions(report => report.Cases.ShouldBe(0), report => report.Waiting.ShouldBe(0));
    }

    [Fact]
    public async Task Closed_cases_leave_and_verify_tells_archived_from_lost()
    {
        await CloseFirst();

        var report = await Run();

        (report.Files, report.Cases, report.Rows, report.Waiting, report.Broken).ShouldBe((1, 2, 6, 0, 0));
        report.Purged.ShouldBe(4, "the last row of each went with its entry");
        await Should.ThrowAsync<CaseArchivedException>(() => fixture.Store.Journal.ReadCase(Story.First, 0, Cancel));
        var proved = await Verify(_folder.FullName);
        proved.Faults.ShouldBeEmpty();
        proved.Archived.ShouldBe(new ArchivedSummary(2, 6, 1, 1));
        (await Verify(null)).Archived.FilesRead.ShouldBeNull();
        (await Run()).Cases.ShouldBe(0, "there is nothing left to archive");
        // The rows that go on are sealed behind those that have left.
        await _story.Write(Story.Second, _story.Heard(new LookAgain("again")), "Checking");
        await _story.Project(left: 5);
        (await _story.NewSealer().Step(Cancel)).ShouldNotBeNull().Rows.ShouldBe(11);
        (await Verify(_folder.FullName)).Faults.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("delete from archived_cases", "chain: order/A was begun and has no first row")]
    [InlineData("delete from archived_cases", "archive: rows of case number * are said to be archived, and the case is not")]
    [InlineData("delete from archived_rows where seq = 2", "seal: of the rows sealed up to 2026-03-02 12:00:00Z (seal 1) 2 are missing")]
    [InlineData("update archived_cases set last_seq = 9", "archive: order/A is said to be archived in * up to row 9, and is not")]
    [InlineData("delete from archive_files", "archive: 2 cases are said to be in *, which is not on the books")]
    [InlineData("update archive_files set sha256 = seals.digest from seals", "archive: * is not the file that was written")]
    public async Task What_is_done_to_the_books_of_the_archive_is_found(string harm, string found)
    {
        await CloseFirst();
        await Run();

        await fixture.Execute(harm);

        var parts = found.Split('*');
        (await Verify(_folder.FullName)).Faults.Select(fault => fault.ToString())
            .ShouldContain(fault => fault.StartsWith(parts.First(), StringComparison.Ordinal)
                && fault.EndsWith(parts.Last(), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_was_changed_or_lost_is_found()
    {
        await CloseFirst();
        await Run();
        var file = Files().Single(name => name.EndsWith(".gz", StringComparison.Ordinal));

        var bytes = await File.ReadAllBytesAsync(file, Cancel);
        bytes[^9] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Cancel);
        (await Verify(_folder.FullName)).Faults.Single().What.ShouldEndWith("is not the file that was written");

        File.Delete(file);
        (await Verify(_folder.FullName)).Faults.Single().What.ShouldContain("cannot be read");
        (await Verify(null)).Faults.ShouldBeEmpty("the store by itself knows that they are archived");
    }

    [Fact]
    public async Task A_case_whose_rows_do_not_fit_together_stays()
    {
        await CloseFirst();
        await fixture.Execute("update journal set at = at + 1, hash = body where seq = 1 and case_no = "
            + "(select case_no from cases where case_id = 'task/PICK-A')");

        var report = await Run();

        (report.Cases, report.Broken, report.Waiting).ShouldBe((0, 1, 1), "the order was told something by the broken task");
        (await fixture.Store.Journal.ReadCase(Story.Pick, 0, Cancel)).Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whatever_step_a_crash_comes_at_nothing_is_lost_and_the_next_run_ends_it(bool afterTheStep)
    {
        await CloseFirst();
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "cases-0000000001-0000000002.part"), "half a", Cancel);

        var crashes = 0;
        while (true)
        {
            var dying = new DyingArchive(fixture.Store.Archive, crashes + 1, afterTheStep);
            try
            {
                await Run(dying);
                break;
            }
            catch (StoreUnavailableException)
            {
                crashes++;
                (await Verify(_folder.FullName)).Faults.Select(fault => fault.ToString()).ShouldBeEmpty($"after crash {crashes}");
            }

            crashes.ShouldBeLessThan(100);
        }

        crashes.ShouldBeGreaterThan(5, "each call to the store failed once");
        (await fixture.Store.Journal.CountRows(Cancel)).ShouldBe(4);
        (await Verify(_folder.FullName)).Archived.ShouldBe(new ArchivedSummary(2, 6, 1, 1));
        Files().Select(Path.GetExtension).ShouldBe([".gz", ".sha256"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_file_can_be_read_without_us()
    {
        await CloseFirst();
        var rows = await fixture.Store.Journal.ReadCase(Story.First, 0, Cancel);
        await Run();

        var file = Files().Single(name => name.EndsWith(".gz", StringComparison.Ordinal));
        await using var zip = new System.IO.Compression.GZipStream(File.OpenRead(file), System.IO.Compression.CompressionMode.Decompress);
        using var text = new StreamReader(zip, Encoding.UTF8);
        var first = System.Text.Json.JsonDocument.Parse((await text.ReadLineAsync(Cancel))!).RootElement;
        first.GetProperty("case").GetString().ShouldBe("order/A");
        first.GetProperty("body").GetRawText().ShouldBe(Encoding.UTF8.GetString(rows[0].Body));
        first.GetProperty("hash").GetString().ShouldBe(Convert.ToHexStringLower(rows[0].Hash));
    }

    private async Task CloseFirst()
    {
        await _story.Write(Story.First, Story.Answer(Story.First, 3, new StockNotFound("none")), "Delivered", final: true);
        await _story.Project();
    }

    private Task<ArchiveReport> Run(IArchive? archive = null, int days = 1) =>
        new Archiver(
            archive ?? fixture.Store.Archive, ProcessCatalogue.Retail.Json(),
            new ArchiveSettings(_folder.FullName, TimeSpan.FromDays(days), ArchiveSettings.UsualEvery),
            BusinessClock.Wall(TimeProvider.System), TimeProvider.System, NullLogger<Archiver>.Instance)
            .Run(() => Task.FromResult(true), Cancel);

    private Task<VerificationResult> Verify(string? folder) =>
        new Verifier(
            fixture.Store.Audit, fixture.Store.Heads, fixture.Store.Seals, fixture.Store.SharedValues, ProcessCatalogue.Retail.Json(),
            fixture.Store.Archive).Run(new VerificationOrder(null, [_key.PublicPem], folder), Cancel);

    private List<string> Files() => [.. Directory.EnumerateFiles(_folder.FullName)];
}
