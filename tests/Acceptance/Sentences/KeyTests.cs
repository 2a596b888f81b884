using System.Net;
using System.Text.Json.Nodes;
using Crossdock.Acceptance.Tests.Running;

namespace Crossdock.Acceptance.Tests.Sentences;

/// <summary>Everybody has a key of their own: its role says what they may, and its name who they are.</summary>
[Collection(OrdinaryTime.Name)]
public sealed class KeyTests(OrdinaryHost host)
{
    private Api Api => host.Api;

    [Fact]
    public async Task A_seasons_order_is_approved_by_two_of_finance_each_with_their_own_key_and_not_by_the_buyer()
    {
        var keys = await Task.WhenAll(Made("Bea Ott", "buyer"), Made("Fay Roe", "finance"), Made("Fritz Uhl", "finance"));
        var (buyer, first, second) = (Api.With(keys[0]), Api.With(keys[1]), Api.With(keys[2]));
        await buyer.Proposes("PO-SEASON", "SUP-SEASON", 1_000, 260m, due: (await Api.Now()).AddDays(7));
        await Api.CaseIn("purchase", "PO-SEASON", "AwaitingApproval");

        (await buyer.Refused("/v1/purchases/PO-SEASON/approve", new JsonObject())).ShouldContain("finance has to");
        await first.Done("/v1/purchases/PO-SEASON/approve", new JsonObject());
        ((string)(await Api.CaseIn("purchase", "PO-SEASON", "AwaitingApproval"))["timeline"]!.AsArray().Last()!["because"]!)
            .ShouldContain("Approved by Fay Roe. 1 more of 2 people have to.");
        await second.Done("/v1/purchases/PO-SEASON/approve", new JsonObject());

        await Api.CaseIn("purchase", "PO-SEASON", "AwaitingConfirmation");
    }

    [Fact]
    public async Task A_key_does_what_its_role_may_and_nothing_else_and_is_listed_without_its_secret_until_it_is_revoked()
    {
        var key = await Made("Mo Lind", "merchandiser");
        var merchandiser = Api.With(key);
        using (var read = await merchandiser.Post("/v1/statements", new JsonObject { ["document"] = "none" }))
        {
            read.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        (await merchandiser.Get("/v1/prices?open=true"))["prices"].ShouldNotBeNull();
        var id = key.Split('_')[1];
        (await Listed(id)).ShouldContain("Mo Lind");
        (await host.Does("keys", "list")).Said.ShouldNotContain(key.Split('_')[2]);

        (await host.Does("keys", "revoke", id)).Code.ShouldBe(0);

        (await Listed(id)).ShouldContain("revoked");
    }

    [Theory]
    [InlineData("tsar", null, "is no role")]
    [InlineData("buyer", "ST-GB-LEEDS", "has a scope")]
    public async Task A_key_that_would_mean_nothing_is_not_made(string role, string? scope, string why)
    {
        string[] command = ["keys", "add", "--name", "Nobody", "--role", role, .. scope is null ? [] : (string[])["--scope", scope]];

        var (code, said) = await host.Does(command);

        code.ShouldBe(2);
        said.ShouldContain(why);
        (await host.Does("keys", "list")).Said.ShouldNotContain("Nobody");
    }

    private async Task<string> Made(string name, string role)
    {
        var (code, said) = await host.Does("keys", "add", "--name", name, "--role", role);
        code.ShouldBe(0, said);
        var key = said.Trim();
        await Eventually.Holds("the host knows the key", async () =>
        {
            using var answer = await Api.With(key).Post("/v1/statements", new JsonObject());
            return answer.StatusCode != HttpStatusCode.Unauthorized;
        });
        return key;
    }

    private async Task<string> Listed(string id) => (await host.Does("keys", "list")).Said.Split('\n')
        .Single(line => line.StartsWith(id, StringComparison.Ordinal));
}
