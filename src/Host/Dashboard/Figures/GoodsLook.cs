using Crossdock.Host.Dashboard.Reading;
using Crossdock.Intelligence.Figures;

namespace Crossdock.Host.Dashboard.Figures;

/// <summary>The suppliers and categories to choose from: read seldom, since new ones are rare and all cases are looked through.</summary>
public sealed class GoodsLook(FigureReader figures, DashboardSettings settings, TimeProvider wall)
{
    /// <summary>The page has waited for its figures already, or will: this comes on top.</summary>
    private const int PartOfPatience = 10;

    private readonly Latest<string, KnownGoods> _latest = new(wall, settings.Patience / PartOfPatience, rest: 100);

    /// <returns>nothing to choose from while they are looked for the first time</returns>
    public async Task<KnownGoods> Read() => await _latest.Get("", figures.ReadGoods) ?? KnownGoods.None;
}
