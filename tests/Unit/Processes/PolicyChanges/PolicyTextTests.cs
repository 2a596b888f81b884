using Crossdock.Processes.Policies;
using CsCheck;
using Policy = Crossdock.Processes.Policies.Policy;

namespace Crossdock.Unit.Tests.Processes.PolicyChanges;

public class PolicyTextTests
{
    [Theory]
    [InlineData("pick-time", "3 h", "3 h")]
    [InlineData("pick-time", " 90min ", "1 h 30 min")]
    [InlineData("pick-time", "1.5 hours", "1 h 30 min")]
    [InlineData("pick-time", "1 day 12 h", "36 h")]
    [InlineData("pick-time", "7200 s", "2 h")]
    [InlineData("pick-time", "60 h", "2 d 12 h")]
    [InlineData("price-tolerance", "0.0050", "0.005")]
    [InlineData("price-tolerance", "0.5 %", "0.005")]
    [InlineData("replenish-service-level", "99%", "0.99")]
    [InlineData("price-margin-floor", "-0.02", "-0.02")]
    [InlineData("price-free-loss", "750", "750")]
    [InlineData("safety-stock", "4", "4")]
    [InlineData("allow-split", "FALSE", "no")]
    [InlineData("price-go-live", "hold", "Hold")]
    [InlineData("invoice-price-tolerance", "25 and 0.5 %", "25 and 0.5 %")]
    [InlineData("invoice-price-tolerance", "0.5%", "0.5 %")]
    [InlineData("invoice-price-tolerance", "none", "0 and 0 %")]
    public void A_value_is_read_as_people_write_it_and_kept_in_one_way(string policy, string written, string kept)
    {
        var (value, whyNot) = PolicyRegister.Find(policy)!.Parse(written);

        whyNot.ShouldBeNull();
        PolicyText.Of(value!).ShouldBe(kept);
        PolicyRegister.Find(policy)!.Parse(kept).Value.ShouldBe(value);
    }

    [Theory]
    [InlineData("pick-time", "", "1 to 60 characters")]
    [InlineData("pick-time", "4", "such as 30 min, 4 h or 1 d 12 h")]
    [InlineData("pick-time", "-4 h", "such as 30 min")]
    [InlineData("pick-time", "4 weeks", "such as 30 min")]
    [InlineData("pick-time", "2 h 3 h", "such as 30 min")]
    [InlineData("pick-time", "99999999999999999999 d", "such as 30 min")]
    [InlineData("pick-time", "1 min", "must be 5 min to 10 d; got 1 min")]
    [InlineData("pick-time", "11 d", "must be 5 min to 10 d; got 11 d")]
    [InlineData("pick-time", "10.0001 min", "finer than is kept")]
    [InlineData("price-tolerance", "0,05", "behind a point")]
    [InlineData("price-tolerance", "NaN", "must be a number")]
    [InlineData("price-tolerance", "1e3", "must be a number")]
    [InlineData("price-tolerance", "1.01", "must be 0 to 1; got 1.01")]
    [InlineData("price-free-loss", "5 %", "not in percent")]
    [InlineData("fraud-ceiling", "Infinity", "must be a number")]
    [InlineData("safety-stock", "1.5", "whole number")]
    [InlineData("safety-stock", "99999999999", "whole number")]
    [InlineData("safety-stock", "-1", "must be 0 to 1000000; got -1")]
    [InlineData("price-history-days", "29", "must be 30 to 365")]
    [InlineData("allow-split", "perhaps", "yes or no")]
    [InlineData("price-go-live", "7", "All or Quorum or Hold")]
    [InlineData("invoice-price-tolerance", "-1", "none, an amount")]
    [InlineData("invoice-price-tolerance", "1 and 2", "none, an amount")]
    [InlineData("return-not-taken", "gift_; drop", "with commas between")]
    [InlineData("invoice-price-tolerance", "200 %", "0 % to 100 %")]
    [InlineData("invoice-price-tolerance", "0.00001 %", "finer than is kept")]
    public void What_is_no_value_is_refused_with_what_to_write_instead(string policy, string written, string says)
    {
        var (value, whyNot) = PolicyRegister.Find(policy)!.Parse(written);

        value.ShouldBeNull();
        whyNot.ShouldNotBeNull().ShouldContain(says);
    }

    [Fact]
    public void Whatever_time_there_is_is_read_back_as_it_was() =>
        Gen.Long[0, 400L * 86_400].Sample(seconds =>
        {
            var time = TimeSpan.FromSeconds(seconds);
            PolicyText.Read(PolicyText.Of(time), typeof(TimeSpan), "time").Value.ShouldBe(time);
        });

    [Fact]
    public void No_text_makes_reading_fail_otherwise_than_by_a_reason() =>
        Gen.Select(Gen.OneOf(Gen.String, Gen.String[Gen.Char["0123456789.,%- dhmins"], 0, 30]), Gen.Int[0, PolicyRegister.All.Length - 1])
            .Sample((text, which) =>
            {
                var (value, whyNot) = PolicyRegister.All[which].Parse(text);
                (value is null).ShouldBe(whyNot is not null);
            });

    [Fact]
    public void Every_policy_is_on_the_register_and_says_all_that_a_screen_shows()
    {
        var declared = typeof(Policy).GetFields().Select(field => field.GetValue(null)).OfType<PolicyRule>()
            .Concat(Policy.Exceptions.Values.SelectMany(one => one.All)).Concat(Policy.Ladders.Values).ToArray();
        declared.Length.ShouldBeGreaterThan(90);
        PolicyRegister.All.ShouldBe(declared, ignoreOrder: true);
        foreach (var rule in declared)
        {
            rule.Name.ShouldMatch("^[a-z-]{3,60}$");
            new[] { rule.Unit, rule.Means, rule.Reason }.ShouldAllBe(words => words.Length > 3, rule.Name);
            (rule.Limits ?? rule.WhyFixed).ShouldNotBeNull($"{rule.Name} has no bounds");
            PolicyRegister.AreasOf(rule.Name).Count().ShouldBe(1, $"{rule.Name} belongs to none of the areas, or to two");
            PolicyText.Read(rule.DefaultText, rule.Kind, rule.Unit).Value.ShouldBe(rule.DefaultValue, rule.Name);
            if (rule.WhyFixed is null)
            {
                rule.Parse(rule.DefaultText).WhyNot.ShouldBeNull($"the default of {rule.Name} is out of its bounds");
            }
        }
    }

    [Fact]
    public void The_areas_name_processes_and_roles_that_there_are()
    {
        var processes = Crossdock.Processes.Running.ProcessCatalogue.Retail.All.Select(map => map.Process).ToArray();
        foreach (var area in PolicyRegister.Areas)
        {
            area.Processes.ShouldBeSubsetOf(processes, area.Name);
            area.Roles.ShouldBeSubsetOf(Crossdock.Api.Governance.Keys.Roles.All, area.Name);
            area.Names.ShouldAllBe(name => PolicyRegister.All.Any(rule => rule.Name.StartsWith(name, StringComparison.Ordinal)), area.Name);
        }
    }
}
