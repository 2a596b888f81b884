using Crossdock.Contracts;
using Crossdock.Contracts.Messages;
using Crossdock.Processes.Policies;
using Crossdock.Processes.ProcureToReplenish;
using Crossdock.Processes.PromotionToPricing;
using Crossdock.Unit.Tests.Processes.Payables;
using Crossdock.Unit.Tests.Processes.PolicyChanges;
using static Crossdock.Unit.Tests.Processes.Given;

namespace Crossdock.Unit.Tests.Processes.Approvals;

/// <summary>The same words of approval told to every process that asks for one.</summary>
public class ApprovalsInProcessesTests
{
    private static readonly Actor Rob = new("Rob", "reader");
    private static readonly StandsFor Otto = new("Otto", "buyer", "absence/1");

    public static TheoryData<string> Asking => ["purchase", "promotion", "invoice", "policy-change"];

    [Theory]
    [MemberData(nameof(Asking))]
    public void Each_process_refuses_who_asked_and_who_has_no_right_without_a_row_and_takes_the_right_ones_yes(string kind)
    {
        var (world, id, asker, right) = Waiting(kind);
        var rows = world.RowsOf(id).Count();
        foreach (var who in new[] { asker, Rob })
        {
            Receipt(world, id, new ApprovalGiven(true, "", rows), who)!.Result.ShouldBe(TellResult.NotAllowed, who.Name);
        }

        Receipt(world, id, new ApprovalGiven(false, "No.", rows), Rob)!.Result.ShouldBe(TellResult.NotAllowed);
        world.RowsOf(id).Count().ShouldBe(rows);
        Say(world, id, new ApprovalGiven(true, "As planned.", rows), right);

        var row = world.RowsOf(id).First(row => row.Seq == rows + 1);
        (row.Message.Who, row.From == row.To).ShouldBe((right, false));
        row.Message.Data.ShouldNotBeOfType<ApprovalGiven>("the process hears its own word");
        world.OpenTasks.ShouldNotContain(open => open.Task.Title.StartsWith("Approve", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Asking))]
    public void A_case_that_has_gone_on_since_it_was_seen_is_left_as_it_is(string kind)
    {
        var (world, id, _, right) = Waiting(kind);
        var seen = world.Latest(id).Seq;
        world.Pass(TimeSpan.FromDays(1.5));
        world.Latest(id).Seq.ShouldBeGreaterThan(seen);

        var no = Receipt(world, id, new ApprovalGiven(true, "", seen), right)!;
        (no.Result, no.Reason).ShouldBe(
            (TellResult.MovedOn, $"It has changed since: row {world.Latest(id).Seq} by now, no longer row {seen}."));
        Say(world, id, new ApprovalGiven(false, "Too late.", world.Latest(id).Seq), right);
        world.Latest(id).Final.ShouldBeTrue();
        Receipt(world, id, new ApprovalGiven(true, "", world.Latest(id).Seq), right)!.Result.ShouldBe(TellResult.MovedOn);
    }

    [Fact]
    public void A_stand_in_approves_in_the_others_place_and_the_row_names_both()
    {
        var (world, id, _, _) = Waiting("purchase");
        Say(world, id, new ApprovalGiven(true, "", world.Latest(id).Seq, Otto), Rob);

        world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingConfirmation);
        world.RowsOf(id).Single(row => row.Message.Data is PurchaseApproved).Because
            .ShouldBe("Approved by Rob for Otto, who is away (absence/1).");
        world.PurchaseOf("P-1").Approvers.ShouldBe(["Rob", "Otto"], "neither approves its invoice");
    }

    [Fact]
    public void Two_people_approve_a_large_purchase_and_one_with_his_stand_in_is_one()
    {
        var world = new World().Propose(Bought("P-1", pieces: 1, price: 250_000m));
        var (id, fay) = (PurchaseId("P-1"), new Actor("Fay", "finance"));
        Say(world, id, new ApprovalGiven(true, "", 1), fay);
        world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingApproval);
        world.Latest(id).Because.ShouldBe("Approved by Fay. 1 more of 2 people have to.");

        var seen = world.Latest(id).Seq;
        foreach (var (who, away) in new[]
        {
            (fay, (StandsFor?)null), (Rob, new StandsFor("Fay", "finance", "absence/2")),
            (fay, new StandsFor("Fritz", "finance", "absence/3")), (World.Head, null),
        })
        {
            Receipt(world, id, new ApprovalGiven(true, "", seen, away), who)!.Result.ShouldBe(TellResult.NotAllowed, who.Name);
        }

        Say(world, id, new ApprovalGiven(true, "", seen), new Actor("Fritz", "finance"));
        world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingConfirmation);
    }

    [Fact]
    public void A_price_that_finance_has_to_approve_is_not_approved_by_two_merchandisers()
    {
        var world = Prices(5.5m);
        world.Approve("P-1").Approve("P-1", by: "Hugo");

        world.PromotionAt("P-1").ShouldBe(PromotionState.AwaitingApproval);
        world.Latest(Promotions.Id("P-1")).Because.ShouldBe("Hugo (merchandiser) may not approve P-1; finance has to.");
        world.Approve("P-1", by: "Fred").PromotionAt("P-1").ShouldBe(PromotionState.Planned);
    }

    [Fact]
    public void What_the_matrix_would_ask_nobody_for_by_now_is_still_answered()
    {
        var shelf = new PolicyShelf(PolicyBook.Defaults);
        var world = new World(shelf: shelf).Propose(Bought("P-1"));
        shelf.Put(new PolicyBook([new PolicyValue(
            "purchase-buyer-from", Scope.Everywhere, 9_000m, 2, Given.Now.AddDays(-1), "Fay", "For a test.")]));

        world.Pass(TimeSpan.FromDays(1));
        Receipt(world, PurchaseId("P-1"), new ApprovalGiven(true, "", world.Latest(PurchaseId("P-1")).Seq), Rob)!.Result
            .ShouldBe(TellResult.NotAllowed);
        world.DoAs(World.Buyer, "Approve P-1", "approve-purchase");
        world.PurchaseAt("P-1").ShouldBe(PurchaseState.AwaitingConfirmation);
    }

    private static (World World, CaseId Id, Actor Asker, Actor Right) Waiting(string kind)
    {
        var world = kind == "promotion" ? Prices(8m) : new World();
        switch (kind)
        {
            case "purchase":
                world.Propose(Bought("P-1"));
                return (world, PurchaseId("P-1"), new Actor("Nia", "buyer"), World.Buyer);
            case "promotion":
                return (world, Promotions.Id("P-1"), Promotions.Person(Promotions.Buyer), Promotions.Person(Promotions.Lead));
            case "invoice":
                world.Supplied(pieces: 300);
                world.Send(Bills.Id("I-1"), new InvoiceReceived(Bills.Of("I-1", pieces: 300)), World.Payables);
                world.Run();
                return (world, Bills.Id("I-1"), World.Payables, World.Finance);
            default:
                world.Propose(Changes.Proposal(2));
                return (world, new CaseId("policy-change", "pick-time:2"), Changes.Nia, Changes.Omar);
        }
    }

    private static World Prices(decimal price)
    {
        var world = new World(Promotions.Small);
        world.Propose(Promotions.Proposed("P-1", Promotions.Line("A", price)));
        return world;
    }

    private static TellReceipt? Receipt(World world, CaseId id, ApprovalGiven given, Actor who) =>
        world.Cases.Single(run => run.Id == id).AnswerWithoutRow(
            new Envelope($"{who.Name}/{given.Seen}/{given.Yes}", "person", id, world.Now, who, given));

    private static void Say(World world, CaseId id, ApprovalGiven given, Actor who)
    {
        world.Send(id, given, who);
        world.Run();
    }
}
