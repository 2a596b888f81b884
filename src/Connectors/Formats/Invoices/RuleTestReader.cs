using System.Globalization;
using System.Xml;
using Crossdock.Contracts.Invoices;

namespace Crossdock.Connectors.Formats.Invoices;

/// <summary>
/// Reads the rule tests that CEN publishes with its validation artefacts for EN 16931: a <c>testSet</c> with a scope and many a
/// <c>test</c>, or one <c>test</c> alone. Each test says in its <c>assert</c> what must be reported, and then shows a fragment.
/// </summary>
internal static class RuleTestReader
{
    private const string Namespace = "http://difi.no/xsd/vefa/validator/1.0";

    public static bool IsRoot(XmlReader reader) =>
        reader is { NodeType: XmlNodeType.Element, NamespaceURI: Namespace, LocalName: "testSet" or "test" };

    public static InvoiceFile.RuleTests Read(XmlReader reader)
    {
        var (scope, tests, budget) = (new List<string>(), new List<RuleTest>(), new UblReader.Budget());
        var isSet = reader.LocalName == "testSet";
        if (!isSet)
        {
            tests.Add(Test(reader, budget, 1, scope));
        }

        while (isSet && reader.Read())
        {
            if (reader.NodeType != XmlNodeType.Element)
            {
                continue;
            }

            switch (reader.LocalName)
            {
                case "assert":
                    scope.AddRange(Assert(reader, budget).Scope);
                    break;
                case "test":
                    tests.Add(Test(reader, budget, tests.Count + 1, scope));
                    break;
                default:
                    UblReader.Element(reader, budget);
                    break;
            }
        }

        return new InvoiceFile.RuleTests(scope, tests);
    }

    private static RuleTest Test(XmlReader reader, UblReader.Budget budget, int number, List<string> scope)
    {
        var name = reader.GetAttribute("id") is { Length: > 0 } id ? id : number.ToString(CultureInfo.InvariantCulture);
        var expected = new List<RuleExpectation>();
        InvoiceNode? fragment = null;
        if (!reader.IsEmptyElement)
        {
            var depth = reader.Depth;
            while (reader.Read() && reader.Depth > depth)
            {
                if (reader.NodeType != XmlNodeType.Element)
                {
                    continue;
                }

                if (reader.NamespaceURI == Namespace)
                {
                    var assert = Assert(reader, budget);
                    expected.AddRange(assert.Expected);
                    scope.AddRange(assert.Scope.Where(rule => !scope.Contains(rule)));
                }
                else
                {
                    fragment = UblReader.Element(reader, budget);
                }
            }
        }

        return new RuleTest(name, expected, fragment);
    }

    private static (List<string> Scope, List<RuleExpectation> Expected) Assert(XmlReader reader, UblReader.Budget budget)
    {
        var (scope, expected) = (new List<string>(), new List<RuleExpectation>());
        foreach (var said in UblReader.Element(reader, budget).Children)
        {
            var rule = said.Text.Trim();
            switch (said.Name)
            {
                case "other:scope":
                    scope.Add(rule);
                    break;
                case "other:success":
                    expected.Add(new RuleExpectation(RuleExpected.Success, rule));
                    break;
                case "other:warning":
                    expected.Add(new RuleExpectation(RuleExpected.Warning, rule, Times(said)));
                    break;
                case "other:error" or "other:fatal":
                    expected.Add(new RuleExpectation(RuleExpected.Error, rule, Times(said)));
                    break;
            }
        }

        return (scope, expected);
    }

    private static int? Times(InvoiceNode said) =>
        int.TryParse(said.Attribute("number"), NumberStyles.None, CultureInfo.InvariantCulture, out var times) ? times : null;
}
