using Crossdock.Api.Governance.Keys;
using Crossdock.Contracts;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

public sealed class KeyTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    private static readonly (string Method, string Path, string[] May)[] Rights =
    [
        ("POST", "/v1/orders", ["web"]),
        ("GET", "/v1/orders/X", ["web", "reader"]),
        ("POST", "/v1/orders/X/cancel", ["web"]),
        ("POST", "/v1/orders/X/change", ["web"]),
        ("POST", "/v1/orders/X/answer", ["web"]),
        ("POST", "/v1/returns", ["web"]),
        ("GET", "/v1/availability?sku=A", ["web", "reader"]),
        ("POST", "/v1/stock/movements", ["phone", "carrier"]),
        ("GET", "/v1/stock/positions", ["reader"]),
        ("GET", "/v1/tasks", ["phone"]),
        ("POST", "/v1/tasks/X/claim", ["phone"]),
        ("POST", "/v1/tasks/X/hand-back", ["phone"]),
        ("POST", "/v1/tasks/X/done", ["phone"]),
        ("GET", "/v1/cases", ["reader"]),
        ("GET", "/v1/cases/order/X", ["reader"]),
        ("POST", "/v1/inbound/carrier", ["carrier"]),
        ("GET", "/openapi/v1.json", ["web", "phone", "carrier", "reader"]),
        ("GET", "/docs/", ["web", "phone", "carrier", "reader"]),
    ];

    // The platform's probes, and the reading page's script and icon, which are its library's own files.
    private static readonly string[] Open = ["health/", "docs/scalar.", "docs/favicon."];

    [Fact]
    public async Task Each_role_may_what_the_wire_contract_says_and_nothing_else()
    {
        foreach (var (method, path, may) in Rights)
        {
            foreach (var key in new[] { null, "web", "phone", "carrier", "reader", "admin" })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                var status = (int)(await house.As(key).SendAsync(request, TestContext.Current.CancellationToken)).StatusCode;
                if (key is null)
                {
                    status.ShouldBe(401, $"{method} {path} without a key");
                }
                else if (key == "admin" || may.Contains(key))
                {
                    status.ShouldNotBeOneOf(401, 403, 500);
                }
                else
                {
                    status.ShouldBe(403, $"{method} {path} as {key}");
                }
            }
        }
    }

    [Fact]
    public void Every_endpoint_states_who_may_reach_it()
    {
        var routes = house.Endpoints.OfType<RouteEndpoint>().ToArray();
        routes.Length.ShouldBeGreaterThan(15);
        foreach (var route in routes)
        {
            var open = route.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            var policies = route.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).ToArray();
            open.ShouldBe(Open.Any(path => route.RoutePattern.RawText!.TrimStart('/').StartsWith(path, StringComparison.Ordinal)),
                route.DisplayName);
            (open || (policies.Length > 0 && policies.All(policy => policy is not null)))
                .ShouldBeTrue($"{route.DisplayName} states no policy");
        }
    }

    [Fact]
    public async Task No_write_is_taken_in_another_name_over_a_key_that_is_one_persons()
    {
        var writes = house.Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods.Contains("POST") == true)
            .Select(route => "/" + string.Join('/', route.RoutePattern.PathSegments.Select(part =>
                part.IsSimple && part.Parts[0] is RoutePatternLiteralPart literal ? literal.Content : "1"))).Distinct().ToList();
        var refused = new HashSet<string>();
        foreach (var path in writes)
        {
            foreach (var key in new[] { "web", "carrier", "reader", "bea", "buyer", "finance", "pat" })
            {
                var heard = await house.As(key).PostText(path, "{}", person: "Mallory");
                if (heard.Status != 403)
                {
                    (heard.Status, heard.Errors.SingleOrDefault().Field).ShouldBe((400, Caller.PersonHeader), $"{path} as {key}");
                    refused.Add(path);
                }
            }
        }

        // The rest are for keys that may be shared alone.
        writes.Except(refused).ShouldAllBe(path =>
            path == "/v1/returns/1/arrivals" || path.Contains("/tasks/") || path.Contains("/operations/"));
        refused.Count.ShouldBeGreaterThan(30);
    }

    [Fact]
    public async Task Over_a_shared_key_the_person_it_names_is_who_did_it()
    {
        await house.As("web").Post("/v1/orders", ApiHouse.Order("WEB-NAMED"));

        (await house.As("admin").PostText("/v1/orders/WEB-NAMED/cancel", """{"reason":"asked by phone"}""", person: "Aylin")).Status
            .ShouldBe(202);

        house.Cases.RowsOf(CaseId.Order("WEB-NAMED"))[^1].Message.Who.ShouldBe(new Actor("Aylin", Roles.Admin));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("xd_admin")]
    [InlineData("xd_admin_")]
    [InlineData("xd__x")]
    [InlineData("xd_admin_wrong")]
    [InlineData("xd_nobody_secret")]
    public async Task A_wrong_key_is_refused_as_a_problem(string key)
    {
        var heard = await house.WithKey(key).Get("/v1/cases");

        heard.Status.ShouldBe(401);
        ((string)heard.Body["type"]!).ShouldBe("urn:crossdock:problem:key-needed");
        heard.Message.Headers.WwwAuthenticate.ToString().ShouldBe("Bearer");
    }

    [Fact]
    public async Task A_new_key_works_at_once_and_a_revoked_one_stops_with_the_next_refresh()
    {
        var (key, text) = KeyText.Mint(null, "temp", Roles.Reader, null, ApiHouse.Now);
        house.Clock.Advance(TimeSpan.FromSeconds(2));
        await house.Keys.Add(key, TestContext.Current.CancellationToken);
        (await house.WithKey(text).Get("/v1/cases")).Status.ShouldBe(200);

        await house.Keys.Revoke(key.Id, TestContext.Current.CancellationToken);
        house.Clock.Advance(KeyCheck.Refresh);

        (await house.WithKey(text).Get("/v1/cases")).Status.ShouldBe(401);
    }

    [Fact]
    public async Task An_address_that_is_none_is_not_found_and_a_method_that_is_none_not_allowed()
    {
        (await house.As("web").Get("/v1/nothing")).Status.ShouldBe(404);
        (await house.As("web").Get("/v1/orders/X/cancel")).Status.ShouldBe(405);
    }

    [Fact]
    public void Only_the_hash_of_a_secret_is_kept()
    {
        var (key, text) = KeyText.Mint("shop", "shop", Roles.Channel, "web", ApiHouse.Now);

        KeyText.TrySplit(text, out var id, out var secret).ShouldBeTrue();
        id.ShouldBe("shop");
        key.SecretHash.ShouldBe(KeyText.HashOf(secret));
    }
}

public sealed class AdministratorKeyTests
{
    [Fact]
    public async Task The_first_start_makes_a_key_in_a_file_for_its_owner_only_and_the_second_makes_none()
    {
        var folder = Directory.CreateTempSubdirectory("crossdock-key");
        var file = Path.Combine(folder.FullName, "admin.key");
        try
        {
            var keys = new InMemoryKeys();
            var settings = new ConfigurationBuilder().AddInMemoryCollection([new(AdministratorKey.FileSetting, file)]).Build();
            var screen = new StringWriter();

            (await Ensure(keys, settings, screen)).ShouldBeTrue();
            (await Ensure(keys, settings, screen)).ShouldBeFalse();

            var text = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Trim();
            using var check = new KeyCheck(keys, TimeProvider.System);
            var admin = await check.Check(text, "Key", TestContext.Current.CancellationToken);
            admin.ShouldNotBeNull().IsInRole(Roles.Admin).ShouldBeTrue();
            screen.ToString().ShouldBeEmpty();
            folder.GetFiles().Length.ShouldBe(1);
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Without_a_file_it_is_shown_once_on_the_screen()
    {
        var keys = new InMemoryKeys();
        var screen = new StringWriter();

        await Ensure(keys, new ConfigurationBuilder().Build(), screen);

        var text = screen.ToString().Trim().Split(' ')[^1];
        using var check = new KeyCheck(keys, TimeProvider.System);
        (await check.Check(text, "Key", TestContext.Current.CancellationToken)).ShouldNotBeNull();
    }

    private static Task<bool> Ensure(InMemoryKeys keys, IConfiguration settings, StringWriter screen) =>
        AdministratorKey.EnsureExists(keys, settings, TimeProvider.System, screen, TestContext.Current.CancellationToken);
}
