namespace Crossdock.Acceptance.Tests.Running;

/// <summary>The retailer's places, written by the estate as its ERP would; and those of them that tests name.</summary>
internal static class Network
{
    public const string Leeds = "ST-GB-LEEDS";
    public const string Manchester = "ST-GB-MANCHESTER";
    public const string Liverpool = "ST-GB-LIVERPOOL";
    public const string Sheffield = "ST-GB-SHEFFIELD";
    public const string Daventry = "DC-GB-DAVENTRY";
    public const string Pottery = "SUP-STAFFORDSHIRE-POTTERY";

    private static readonly Lazy<Task<byte[]>> Written = new(Make);

    public static async Task Write(TempFolder folder) => await File.WriteAllBytesAsync(folder.File("network.json"), await Written.Value);

    private static async Task<byte[]> Make()
    {
        using var folder = new TempFolder();
        var file = folder.File("network.json");
        var (code, said) = await ChildProcess.Run(
            "dotnet", [Programs.Estate, "network", "--output", file], folder.Path, Eventually.Patience);
        code.ShouldBe(0, said);
        return await File.ReadAllBytesAsync(file);
    }
}
