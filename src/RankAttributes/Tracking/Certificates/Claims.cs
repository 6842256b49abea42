using RankAttributes.Bounds.Codes;
using RankAttributes.Codes;
using RankAttributes.Tracking.Samples;
using TorchSharp;
using static TorchSharp.torch;

namespace RankAttributes.Tracking.Certificates;

/// <summary>Guarantees of a model that do not rest on its norms: from the length of its description, and from held-out samples.</summary>
internal sealed class Claims(nn.Module model, Func<Tensor, Tensor>? forward, string name, Action<string> tell)
{
    /// <summary>The certificate of a description, or its obstacles.</summary>
    public Certification OfCode(
        NetworkDescription description, IEnumerable<(Tensor Inputs, Tensor Labels)> samples, CodeOptions options,
        IEnumerable<(Tensor Inputs, Tensor Labels)>? heldOut, CancellationToken cancellation)
    {
        if (model is not nn.Module<Tensor, Tensor> simple)
            return new Certification { CodeObstacles = [$"{model.GetType().Name} does not map one tensor to one tensor, so a description cannot "
                + $"certify its logits"] };
        try
        {
            var certificate = simple.Certify(description, samples, options, heldOut, cancellation);
            return new Certification { Code = certificate, HeldOut = certificate.HeldOut };
        }
        catch (CertificationException refused)
        {
            return new Certification { CodeObstacles = refused.Obstacles };
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new Certification { CodeObstacles = [NativeMessage.Of(exception)] };
        }
    }

    /// <summary>The norm-based certificate, together with the other claims and the held-out bound.</summary>
    public Certification Beside(
        Certification claims, Func<Certification> norms, double confidence, IEnumerable<(Tensor Inputs, Tensor Labels)>? heldOut)
    {
        Certification certification;
        try
        {
            certification = norms();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            certification =
                new Certification { Model = name, Confidence = confidence, Obstacles = [$"the weights could not be measured: {NativeMessage.Of(exception)}"] };
        }

        return certification with
        {
            Code = claims.Code,
            CodeObstacles = claims.CodeObstacles,
            HeldOut = claims.HeldOut ?? (heldOut is null ? null : OfHeldOut(heldOut, confidence)),
        };
    }

    /// <summary>Clopper and Pearson's limit; a sample whose class does not lead is an error.</summary>
    private HeldOutBound? OfHeldOut(IEnumerable<(Tensor Inputs, Tensor Labels)> samples, double confidence)
    {
        try
        {
            using var pass = new SamplePass(model, activationRanks: false, marginCost: 0);
            var measured = pass.Measure(samples, forward);
            if (measured.MarginProblem is { } reason) throw new ArgumentException($"errors cannot be counted: {reason}");
            var errors = measured.Margins.LongCount(margin => !(margin > 0));
            return new HeldOutBound(measured.Samples, errors, confidence, CodeBound.HeldOut(errors, measured.Samples, 1 - confidence));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            tell($"{name} could not be measured on held-out samples: {NativeMessage.Of(exception)}");
            return null;
        }
    }
}
