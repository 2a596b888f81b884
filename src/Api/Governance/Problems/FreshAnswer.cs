using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;

namespace Crossdock.Api.Governance.Problems;

/// <summary>What is read anew each time and never repeated: written as bytes at once, where <see cref="Answer"/> keeps its text.</summary>
internal sealed class FreshAnswer<T>(T value, JsonTypeInfo<T> shape) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext) =>
        await Answer.Write(httpContext, StatusCodes.Status200OK, JsonSerializer.SerializeToUtf8Bytes(value, shape));
}
