using System.Text.Json;
using Crossdock.Estate.Systems;
using Crossdock.Estate.Systems.Bank;
using Crossdock.Estate.Systems.Erp;
using Crossdock.Estate.Wire;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;
using Request = Crossdock.Estate.Systems.Request;

namespace Crossdock.Unit.Tests.Estate;

public sealed class ErpPayablesTests
{
    private readonly Desk _desk;
    private readonly ErpPayables _payables;
    private readonly BankBooks _bank = new(new Seeded(1));

    public ErpPayablesTests()
    {
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 2, 9, 0, 0, TimeSpan.Zero));
        _desk = new Desk("erp", "s3cret", 1, time, time, (_, _, _) => Task.FromResult<Answer?>(null));
        _payables = new ErpPayables(_desk, _bank);
    }

    [Fact]
    public void a_suppliers_number_is_posted_once()
    {
        Post("k1", "invoice/1", "N-1").Status.ShouldBe(201);
        Post("k2", "invoice/2", "N-1").Status.ShouldBe(422);
        Post("k3", "invoice/2", "N-1", "credit-note").Status.ShouldBe(201, "a credit note is numbered for itself");
    }

    [Fact]
    public void nothing_is_paid_that_is_not_posted()
    {
        Pay("k1", "invoice/1").Status.ShouldBe(404);
        Post("k2", "invoice/1", "N-1");
        Pay("k3", "invoice/1").Status.ShouldBe(201);
    }

    [Fact]
    public void a_payment_under_another_key_shows_as_a_duplicated_effect()
    {
        Post("k1", "invoice/1", "N-1");
        Pay("k2", "invoice/1");
        _desk.Books.DuplicatedEffects.ShouldBe(0);
        Pay("k3", "invoice/1");
        _desk.Books.DuplicatedEffects.ShouldBe(1);
    }

    [Theory]
    [InlineData("""{"number":"N-1"}""")]
    [InlineData("""{"invoice":"invoice/1"}""")]
    public void what_has_no_number_is_no_payable(string body) =>
        _payables.Post(new Request("k", JsonDocument.Parse(body).RootElement, new Dictionary<string, string?>())).Status.ShouldBe(400);

    private Reply Post(string key, string invoice, string number, string kind = "invoice") => _payables.Post(Asked(
        key, $$"""{"invoice":"{{invoice}}","supplier":"SUP-1","kind":"{{kind}}","number":"{{number}}","gross":10}"""));

    private Reply Pay(string key, string invoice) => _payables.Pay(Asked(key, $$"""{"invoice":"{{invoice}}","amount":10}"""));

    private static Request Asked(string key, string body) =>
        new(key, JsonDocument.Parse(body).RootElement, new Dictionary<string, string?>());
}
