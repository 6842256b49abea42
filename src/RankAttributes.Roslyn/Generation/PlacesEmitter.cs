using RankAttributes.Roslyn.Reading;

namespace RankAttributes.Roslyn.Generation;

/// <summary>Writes <c>CollectPlaces</c>, through which compressed layers are put into the model's members without reflection.</summary>
internal static class PlacesEmitter
{
    public static void Emit(CodeWriter writer, GeneratedClass model)
    {
        for (var index = 0; index < model.Members.Count; index++)
        {
            if (model.Members[index].Place is not { } place) continue;
            writer.Line(ModelEmitter.Attribution);
            writer.Line("[global::System.Runtime.CompilerServices.UnsafeAccessor("
                + $"global::System.Runtime.CompilerServices.UnsafeAccessorKind.Field, Name = {Literals.Of(place.Field)})]");
            writer.Line($"private static extern ref {place.Type} {Accessor(index)}({model.Types[model.Types.Count - 1].Name} model);");
            writer.Line();
        }

        writer.Line("/// <inheritdoc />");
        writer.Line(ModelEmitter.Attribution);
        writer.Line("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
        var isDerived = model.Inheritance == ModelInheritance.Derived && model.InheritsPlaces;
        var modifier = isDerived ? "override " : model.Inheritance == ModelInheritance.Open ? "virtual " : "";
        writer.Open($"public {modifier}void CollectPlaces(global::RankAttributes.Metadata.MemberPlaces places)");
        if (isDerived) writer.Line("base.CollectPlaces(places);");
        if (model.UnseenMember is { } unseen) writer.Line($"places.AddUnseen({Literals.Of(unseen)});");
        for (var index = 0; index < model.Members.Count; index++)
        {
            if (model.Members[index] is { IsModule: true } member) writer.Line($"places.Add(this.{member.Member}, {Put(member, index)});");
        }

        writer.Close();
    }

    private static string Put(RegularizedMember member, int index) => member.Place is not { } place
        ? "null"
        : $"other => {Accessor(index)}(this) = ({place.Type})other";

    private static string Accessor(int index) => $"__Place{Literals.Of(index)}";
}
