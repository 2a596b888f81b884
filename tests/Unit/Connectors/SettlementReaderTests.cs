using System.Text;
using Crossdock.Connectors.Formats.Settlements;
using Crossdock.Contracts.Messages;
using Crossdock.Contracts.Ports;
using CsCheck;

namespace Crossdock.Unit.Tests.Connectors;

/// <summary>Settlements of a payment provider: what is wrong with a line is its answer, and the rest goes on.</summary>
public class SettlementReaderTests
{
    private const string Csv = """
        record,payout,date,currency,amount,id,order,reference,fee
        payout,PO-77,2026-11-26,GBP,28.70,,,,
        capture,PO-77,,GBP,20.00,L-1,WEB-1,fulfilment/WEB-1-1,0.60
        refund,PO-77,,GBP,10.00,L-2,WEB-2,return/R-1,
        capture,PO-77,,,19.90,L-3,WEB-3,fulfilment/WEB-3-1,0.60
        """;

    private const string Json = """
        { "payout": "PO-77", "date": "2026-11-26", "currency": "GBP", "amount": 28.70, "lines": [
          { "record": "capture", "id": "L-1", "order": "WEB-1", "reference": "fulfilment/WEB-1-1", "amount": 20.00, "fee": 0.60 },
          { "record": "refund", "id": "L-2", "order": "WEB-2", "reference": "return/R-1", "amount": 10.00 },
          { "record": "capture", "id": "L-3", "order": "WEB-3", "reference": "fulfilment/WEB-3-1", "amount": 19.90, "fee": 0.60 } ] }
        """;

    [Theory]
    [InlineData(Csv)]
    [InlineData(Json)]
    public void Csv_and_json_say_the_same(string text)
    {
        var read = Read(text);
        var payout = read.Payout.ShouldNotBeNull(read.Advice);

        (payout.Number, payout.On, payout.Currency, payout.Amount, payout.Sum)
            .ShouldBe(("PO-77", new DateOnly(2026, 11, 26), "GBP", 28.70m, 28.70m));
        payout.Lines[1].ShouldBe(new SettledLine("L-2", SettledKind.Refund, "WEB-2", "return/R-1", 10m, 0m, "GBP"));
        payout.Unread.ShouldBeEmpty();
        read.Lines.ShouldAllBe(line => line.WhyNot == null);
    }

    [Theory]
    [InlineData("chargeback,PO-77,,GBP,5.00,L-9,WEB-9,x,", "neither capture nor refund")]
    [InlineData("capture,PO-77,,GBP,5.00,,WEB-9,x,", "no id")]
    [InlineData("capture,PO-77,,GBP,5.00,L-9,,x,", "no order")]
    [InlineData("capture,PO-77,,GBP,five,L-9,WEB-9,x,", "no number")]
    [InlineData("capture,PO-77,,GBP,-5.00,L-9,WEB-9,x,", "no number")]
    [InlineData("capture,PO-77,,GBP,5.00,L-9,WEB-9,x,lots", "fee is no number")]
    [InlineData("capture,PO-78,,GBP,5.00,L-9,WEB-9,x,", "another payout")]
    [InlineData("capture,PO-77,,GBP,20.00,L-1,WEB-1,fulfilment/WEB-1-1,0.60", "stands twice")]
    public void A_bad_line_is_answered_and_the_rest_is_read(string row, string why)
    {
        var read = Read($"{Csv}\n{row}");

        read.Payout!.Lines.Length.ShouldBe(3);
        read.Lines[3].WhyNot.ShouldNotBeNull().ShouldContain(why);
        read.Payout.Unread.ShouldHaveSingleItem();
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("hello", "no column 'record'")]
    [InlineData("record,payout,currency,amount\ncapture,P,GBP,1", "0 rows 'payout'")]
    [InlineData("record,payout,date,currency,amount\npayout,P,yesterday,GBP,1", "has to say its number")]
    [InlineData("{ \"payout\": 1", "cut off")]
    [InlineData("{ \"payout\": \"P\" }", "no 'lines'")]
    [InlineData("{ \"payout\": \"P\", \"lines\": [] }", "has to say its number")]
    public void What_is_no_settlement_is_refused_with_advice(string text, string advice)
    {
        var read = Read(text);

        read.Payout.ShouldBeNull();
        read.Advice.ShouldContain(advice);
    }

    [Fact]
    public void Garbage_is_an_answer_and_never_a_failure() => Check.Sample(
        Gen.Select(Gen.Int[0, Csv.Length - 1], Gen.Int[0, 3], Gen.Byte.Array[0, 40]),
        cut =>
        {
            var bytes = Encoding.UTF8.GetBytes(cut.Item2 % 2 == 0 ? Csv : Json);
            byte[] broken = [.. bytes[..Math.Min(cut.Item1, bytes.Length)], .. cut.Item3, .. cut.Item2 > 1 ? bytes[cut.Item1..] : []];
            var read = new SettlementReader().Read(broken);
            (read.Payout is not null || read.Advice.Length > 0).ShouldBeTrue();
        },
        iter: 2_000);

    private static SettlementReadOut Read(string text) => new SettlementReader().Read(Encoding.UTF8.GetBytes(text));
}
