using System.Text.Json;
using Crossdock.Connectors;
using Crossdock.Contracts;
using Crossdock.Contracts.Effects;
using Crossdock.Contracts.Ports;
using Shouldly;
using Xunit;

namespace Crossdock.Conformance.Tests.Connectors;

/// <summary>Every route of every connector, against the wire contract.</summary>
public class WireContractTests
{
    public static TheoryData<int> Samples => [.. Enumerable.Range(0, Sample.All.Count)];

    [Theory, MemberData(nameof(Samples))]
    public async Task An_effect_goes_out_as_the_contract_says_and_its_answer_is_told(int index)
    {
        var sample = Sample.All[index];
        await using var bench = await Bench.For(sample);

        var key = bench.Send(trace: "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

        var request = await bench.System.NextArrival();
        request.Path.ShouldBe(sample.Path);
        request.Key.ShouldBe(key);
        request.Authorisation.ShouldBe("Bearer secret");
        request.Trace.ShouldNotBeNull().ShouldContain("0af7651916cd43dd8448eb211c80319c");
        JsonElement.DeepEquals(Parsed(request.Body), Parsed(sample.Request)).ShouldBeTrue(request.Body);
        var told = await bench.Cases.Next();
        SameAs.Text(told.Data).ShouldBe(SameAs.Text(sample.Heard));
        told.Id.ShouldBe($"{key}/answer");
        told.Source.ShouldBe($"connector/{sample.System}");
        told.Subject.ShouldBe(CaseId.Order("WEB-1"));
        told.Answers.ShouldBe(key);
        told.Time.ShouldBe(bench.Wall.GetUtcNow());
        told.Who.ShouldBe(Actor.System(new ConnectorCatalogue().Find(sample.System)!.Name));
        told.Trace.ShouldNotBeNull();
    }

    [Theory, MemberData(nameof(Samples))]
    public async Task A_lasting_no_is_told_as_the_effects_refusal_with_its_reason(int index)
    {
        var sample = Sample.All[index];
        await using var bench = await Bench.For(sample);
        bench.System.Then(Acts.Problem(422, "The credit limit is used up"));

        bench.Send();

        SameAs.Text((await bench.Cases.Next()).Data).ShouldBe(SameAs.Text(sample.Effect.Refused("The credit limit is used up")));
        await bench.Stop();
        bench.Log.Attempts.ShouldHaveSingleItem().Outcome.ShouldBe(AttemptOutcome.Rejected);
    }

    [Fact]
    public void The_samples_cover_every_route_and_names_are_those_of_the_journal()
    {
        var routes = new ConnectorCatalogue().Cards.SelectMany(card => card.Effects.Select(effect => (card.System, effect.Operation)));

        var samples = Sample.All.Select(sample => (sample.System, Discriminator(sample.Effect)));

        samples.Order().ShouldBe(routes.Order());
    }

    private static string Discriminator(Effect effect) =>
        JsonSerializer.SerializeToElement(effect, ContractsJson.Default.Effect).GetProperty("effect").GetString()!;

    private static JsonElement Parsed(string json) => JsonDocument.Parse(json).RootElement;
}
