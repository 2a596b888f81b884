using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Crossdock.Api.Governance.Keys;
using Crossdock.Api.Governance.Problems;
using Crossdock.Api.Governance.Reading;
using Crossdock.Api.Inbound;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace Crossdock.Api.Governance.Document;

/// <summary>The API document, put together from what the endpoints state of themselves.</summary>
internal static class ApiDocument
{
    public const string Name = "v1";

    private static readonly (int Status, string Words)[] Common =
    [
        (400, "The request holds faults; each is listed under errors"),
        (401, "A valid key is needed"),
        (403, "The key may not do this"),
        (503, "Not now; nothing was taken. Try again after Retry-After seconds"),
    ];

    private static readonly (int Status, string Words)[] OfWrites =
    [
        (413, "The body is too large"),
        (415, "The content type is not taken"),
        (422, "The idempotency key was used for another request"),
    ];

    public static IServiceCollection AddApiDocument(this IServiceCollection services) => services.ConfigureHttpJsonOptions(json =>
        json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict).AddOpenApi(Name, options =>
    {
        options.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("v1/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) => Introduce(document));
        options.AddOperationTransformer((operation, context, _) => State(operation, context));
    });

    public static void MapApiDocument(this IEndpointRouteBuilder app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").RequireAuthorization(Policies.AnyKey);
        // The page is the house's own: it fetches no font, reports to nobody and offers no other maker's services.
        app.MapScalarApiReference("/docs", page => page.WithTitle("Crossdock services").DisableDefaultFonts().DisableTelemetry()
            .DisableAgent().DisableMcp().HideDeveloperTools()).RequireAuthorization(Policies.AnyKey);
    }

    private static Task Introduce(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Crossdock services",
            Version = Name,
            Description = "JSON in camelCase, instants in UTC, amounts as decimal numbers beside their currency. "
                + "Every error is a problem document.",
        };

        // The address is the reader's own affair, and would change the recorded document from machine to machine.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[KeyAuthentication.SchemeName] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            BearerFormat = "xd_<id>_<secret>",
            Description = "A key with a role.",
        };
        foreach (var shape in InboundEvents.BySystem.Values.SelectMany(events => events).Select(known => known.Data))
        {
            shape.Describe(document);
        }

        document.Security = [new() { [new OpenApiSecuritySchemeReference(KeyAuthentication.SchemeName, document)] = [] }];
        return Task.CompletedTask;
    }

    private static async Task State(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var stated = context.Description.ActionDescriptor.EndpointMetadata;
        var document = context.Document!;
        var policy = stated.OfType<IAuthorizeData>().Select(data => data.Policy).LastOrDefault();
        var roles = Policies.Table.FirstOrDefault(row => row.Policy == policy).Roles;
        operation.Description = $"Role: {string.Join(" or ", roles)} (or admin).";
        var takes = stated.OfType<Takes>().Single();
        if (takes.Body is { } body)
        {
            Body(operation, takes, body, document);
        }

        foreach (var field in takes.Query?.Fields ?? [])
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = field.Name,
                In = ParameterLocation.Query,
                Required = field.Required,
                Description = field.About.Length > 0 ? field.About : null,
                Schema = field.Describe(document),
                Explode = false,
            });
        }

        await Problems(operation, context, takes, stated.OfType<Refuses>().SelectMany(refuses => refuses.Statuses));
    }

    private static void Body(OpenApiOperation operation, Takes takes, Shape body, OpenApiDocument document)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = !body.Fields.IsEmpty,
            Content = new Dictionary<string, OpenApiMediaType>
            {
                [takes.ContentType] = new()
                {
                    Schema = body.Describe(document),
                    Example = body.Example is { } example ? JsonNode.Parse(example) : null,
                },
            },
        };
        (operation.Parameters ??= []).Add(new OpenApiParameter
        {
            Name = "Idempotency-Key",
            In = ParameterLocation.Header,
            Description = $"A repeat within {ApiLimits.AnswersKept.TotalHours:0} hours gets the first answer again.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = 100 },
        });
    }

    private static async Task Problems(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, Takes takes, IEnumerable<int> own)
    {
        var document = context.Document!;
        if (document.Components?.Schemas?.ContainsKey(nameof(ProblemDocument)) != true)
        {
            document.AddComponent(nameof(ProblemDocument), await context.GetOrCreateSchemaAsync(typeof(ProblemDocument)));
        }

        var all = Common.Concat(takes.Body is null ? [] : OfWrites)
            .Concat(own.Select(status => (Status: status, Words: ProblemKind.OfStatus(status).Title)))
            .OrderBy(one => one.Status);
        foreach (var (status, words) in all)
        {
            (operation.Responses ??= [])[$"{status}"] = new OpenApiResponse
            {
                Description = words,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(nameof(ProblemDocument), document) },
                },
            };
        }
    }
}
