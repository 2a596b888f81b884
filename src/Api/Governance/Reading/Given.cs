namespace Crossdock.Api.Governance.Reading;

/// <summary>What was given of a shape. A value that was refused or left out is not there.</summary>
internal sealed class Given(Shape shape, string path, object?[] values)
{
    public string Path { get; } = path;

    public bool Has(Field field) => values[shape.IndexOf(field)] is not null;

    public bool TryGet<T>(Field<T> field, out T value)
    {
        if (values[shape.IndexOf(field)] is T given)
        {
            value = given;
            return true;
        }

        value = default!;
        return false;
    }

    /// <summary>The value; its type's default when it was left out.</summary>
    public T Get<T>(Field<T> field) => TryGet(field, out var value) ? value : default!;

    public T Get<T>(Field<T> field, T otherwise) => TryGet(field, out var value) ? value : otherwise;

    public T? Maybe<T>(Field<T> field) where T : struct => TryGet(field, out var value) ? value : null;

    public string At(Field field) => Shape.Under(Path, field.Name);
}
