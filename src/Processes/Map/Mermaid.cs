using System.Text;
using Crossdock.Contracts;

namespace Crossdock.Processes.Map;

/// <summary>A map as a Mermaid state diagram.</summary>
public static class Mermaid
{
    public static string Draw(MapPicture map)
    {
        var text = new StringBuilder().Append("stateDiagram-v2\n");
        foreach (var state in map.States)
        {
            text.Append($"    {state.Name}: {state.Title}\n");
        }

        foreach (var row in map.Rows.Where(row => row.From != "*"))
        {
            foreach (var to in row.To.Where(to => to != row.From))
            {
                text.Append($"    {row.From ?? "[*]"} --> {to}: {row.Message}\n");
            }
        }

        foreach (var state in map.States.Where(state => state.Final))
        {
            text.Append($"    {state.Name} --> [*]\n");
        }

        return text.ToString();
    }
}
