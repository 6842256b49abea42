namespace RankAttributes.Bounds.Tests;

public class CertificateVectorTests
{
    [Theory]
    [MemberData(nameof(ReferenceVector.Cases), MemberType = typeof(ReferenceVector))]
    public void The_certificate_equals_the_reference(string file, string name)
    {
        var vector = ReferenceVector.Find(file, name);
        var certificate = GeneralizationCertificate.BeforeTraining(vector.Constraints(), vector.Samples, vector.Options());

        Close.To(vector.Expected.Certificate, certificate.Gap!.Value);
        Assert.Equal(vector.Expected.CertificateEpsilon is null, certificate.IsVacuous);
        if (vector.Expected.CertificateEpsilon is { } epsilon) Close.To(epsilon, certificate.Epsilon!.Value);
        Assert.Equal(vector.Expected.CertificateRanks ?? [], certificate.Layers.Select(layer => layer.Rank));
    }

    [Theory]
    [MemberData(nameof(ReferenceVector.Cases), MemberType = typeof(ReferenceVector))]
    public void The_certified_sample_complexity_equals_the_reference(string file, string name)
    {
        var vector = ReferenceVector.Find(file, name);
        var samples = GeneralizationCertificate.SampleComplexity(vector.Constraints(), vector.TargetGap, vector.Options());

        Assert.Equal(vector.Expected.CertifiedSampleComplexity is null, samples is null);
        if (vector.Expected.CertifiedSampleComplexity is { } expected) Close.To(expected, samples!.Value);
    }

    [Theory]
    [MemberData(nameof(ReferenceVector.Cases), MemberType = typeof(ReferenceVector))]
    public void The_proportional_allocation_is_never_above_the_reference(string file, string name)
    {
        var vector = ReferenceVector.Find(file, name);
        var options = vector.Options() with { Allocation = EpsilonAllocation.Proportional };

        Assert.True(GeneralizationCertificate.BeforeTraining(vector.Constraints(), vector.Samples, options).Gap <= vector.Expected.Certificate * (1 + 1e-12));
        if (vector.Expected.CertifiedSampleComplexity is { } expected)
            Assert.True(GeneralizationCertificate.SampleComplexity(vector.Constraints(), vector.TargetGap, options) <= expected * (1 + 1e-12));
    }
}
