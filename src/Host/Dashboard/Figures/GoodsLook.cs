using Crossdock.Host.Dashboard.Reading;
using Crossdock.Intelligence.Figures;

namespace Crossdock.Host.Dashboard.Figures;

/// <summary>The suppliers and categories to choose from: read seldom, since new ones are rare and all cases are looked through.</summary>
public sealed class GoodsLook(FigureReader figures, TimeProvider wall)
{
    private readonly Kept<string, KnownGoods> _kept = new(wall, rest: 100);

    public Task<KnownGoods> Read() => _kept.Get("", figures.ReadGoods);
}
