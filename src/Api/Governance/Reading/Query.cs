using Crossdock.Api.Governance.Problems;
using Microsoft.AspNetCore.Http;

namespace Crossdock.Api.Governance.Reading;

/// <summary>A query string against its shape: every fault at once, an unknown name with the one it was meant to be.</summary>
internal static class Query
{
    public static Given Read(HttpContext http, Shape shape, Faults faults)
    {
        var values = new object?[shape.Fields.Length];
        foreach (var (name, given) in http.Request.Query)
        {
            var field = shape.Fields.FirstOrDefault(field => field.Name == name);
            var text = given.Count == 1 ? given[0] : null;
            if (field is null)
            {
                faults.Add(Faults.Shown(name), $"is not known here{NearestName.Hint(name, shape.Fields.Select(known => known.Name))}");
            }
            else if (given.Count > 1)
            {
                faults.Add(name, "is given twice; say it once");
            }
            else if (!string.IsNullOrEmpty(text))
            {
                values[shape.IndexOf(field)] = field.Parse(text, name, faults);
            }
        }

        foreach (var field in shape.Fields.Where(field => field.Required && string.IsNullOrEmpty(http.Request.Query[field.Name])))
        {
            faults.Add(field.Name, "is missing");
        }

        return new Given(shape, "", values);
    }
}
