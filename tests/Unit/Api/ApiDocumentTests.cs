using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Crossdock.Unit.Tests.Api;

public sealed class ApiDocumentTests(ApiHouse house) : IClassFixture<ApiHouse>
{
    /// <summary>Set to 1 to accept a change of the services: the recorded document is written anew, in the same commit.</summary>
    private const string AcceptVariable = "CROSSDOCK_ACCEPT_API";

    [Fact]
    public async Task The_recorded_document_is_that_of_the_services()
    {
        var heard = await house.As("reader").Get("/openapi/v1.json");
        heard.Status.ShouldBe(200);
        var served = heard.Body.ToJsonString(
            new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";
        var recorded = Path.Combine(Folder(), "../../../docs/operating/openapi-v1.json");
        if (Environment.GetEnvironmentVariable(AcceptVariable) == "1")
        {
            await File.WriteAllTextAsync(recorded, served, TestContext.Current.CancellationToken);
        }

        var text = await File.ReadAllTextAsync(recorded, TestContext.Current.CancellationToken);
        text.ReplaceLineEndings("\n")
            .ShouldBe(served, $"the services changed; if that is meant, run this test with {AcceptVariable}=1 and commit the file");
    }

    [Fact]
    public async Task Every_operation_says_its_role_its_answer_and_its_problems()
    {
        var document = (await house.As("reader").Get("/openapi/v1.json")).Body;
        var operations = document["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => ($"{operation.Key} {path.Key}", operation.Value!.AsObject())))
                .ToArray();

        operations.Length.ShouldBe(107);
        foreach (var (name, operation) in operations)
        {
            operation["summary"].ShouldNotBeNull(name);
            ((string)operation["description"]!).ShouldStartWith("Role: ", Case.Sensitive, name);
            var answers = operation["responses"]!.AsObject().Select(answer => answer.Key).ToArray();
            answers.ShouldContain("401", name);
            answers.ShouldContain("503", name);
            answers.Count(answer => answer.StartsWith('2')).ShouldBe(1, name);
            if (operation["requestBody"]?["required"] is not null)
            {
                operation["requestBody"]!["content"]!.AsObject().Single().Value!["example"].ShouldNotBeNull(name);
            }
        }

        document["security"]!.AsArray().Single()!.AsObject().ContainsKey("Key").ShouldBeTrue();
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
