using Crossdock.Contracts;

namespace Crossdock.Unit.Tests.Processes;

public class IncidentCauseTests
{
    [Theory]
    [InlineData(null, "InvalidOperationException: part 3 of WEB-100045 has no line 2",
        "InvalidOperationException: part # of # has no line #")]
    [InlineData(null, "KeyNotFoundException: The given key 'WEB-1' was not present in the dictionary.",
        "KeyNotFoundException: The given key # was not present in the dictionary.")]
    [InlineData("erp", "422 Unprocessable: tax code GB-T7 of order/GB-55004 is unknown",
        "erp: 422 Unprocessable: tax code # of # is unknown")]
    [InlineData("erp", "no answer within 30 s", "erp: no answer within # s")]
    [InlineData("payment", "503 Service Unavailable at 2026-11-24T10:42:07Z", "payment: 503 Service Unavailable at #")]
    [InlineData("wms", "401", "wms: 401")]
    [InlineData("erp", "status 401: our credentials are not accepted", "erp: status 401: our credentials are not accepted")]
    [InlineData(null, "FormatException: lines 1, 2, 3 are bad\n   at Somewhere", "FormatException: lines # are bad")]
    public void A_cause_has_no_keys_and_no_numbers(string? system, string reason, string cause) =>
        IncidentCause.Of(system, reason).ShouldBe(cause);

    [Fact]
    public void Two_reasons_of_one_cause_have_one_name_and_two_causes_have_two()
    {
        var (one, two) = (IncidentCause.Of("erp", "tax code GB-T7 unknown"), IncidentCause.Of("erp", "tax code GB-T8 unknown"));

        IncidentCause.IdOf(one).ShouldBe(IncidentCause.IdOf(two));
        IncidentCause.IdOf(one).ShouldNotBe(IncidentCause.IdOf(IncidentCause.Of("wms", "tax code GB-T7 unknown")));
        IncidentCause.Of(null, new string('x', 5_000)).Length.ShouldBe(IncidentCause.MaxLength);
    }
}
