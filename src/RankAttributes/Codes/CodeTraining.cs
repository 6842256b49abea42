using RankAttributes.Bounds.Codes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RankAttributes.Codes;

/// <summary>
/// Trains a model to a short description. Within <see cref="Draw"/> the model's weights are what would be written down; the loss weighs errors
/// against bits at the price of a bit in the bound, so that there is no strength to tune.
/// </summary>
/// <example>
/// <code>
/// using var training = new CodeTraining(model, CodeMethod.Posterior, options, samples: 60_000);
/// var optimizer = torch.optim.Adam(training.Parameters, 0.02);
/// …
/// training.Progress = (double)step / steps;
/// optimizer.zero_grad();
/// using (training.Draw()) training.Loss(model.call(x), y).backward();
/// optimizer.step();
/// </code>
/// </example>
public sealed class CodeTraining : IDisposable
{
    private const double FirstDeviation = 0.15, FirstTemperature = 0.3;

    private readonly nn.Module<Tensor, Tensor> model;
    private readonly CodeOptions options;
    private readonly FlatParameters flat;
    private readonly CodePrice price;
    private readonly RateModel rate;
    private readonly Parameter temperature;
    private readonly AccuracyTarget? target;
    private WeightDraw? current;

    /// <summary>Begins with the weights that the model has.</summary>
    /// <param name="model">The model; its weights are changed while a draw is open, and by your optimizer.</param>
    /// <param name="method">As what it will be written down.</param>
    /// <param name="options">The facts that the code needs about it.</param>
    /// <param name="samples">N: on how many samples errors will be counted.</param>
    public CodeTraining(nn.Module<Tensor, Tensor> model, CodeMethod method, CodeOptions options, long samples)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        (this.model, this.options) = (model, options);
        flat = new FlatParameters(model, options.HasScales);
        price = new BoundPrice(samples, options.Delta);
        rate = method is CodeMethod.Posterior ? new PosteriorRate(flat, FirstDeviation) : new IntegerRate(flat);
        temperature = new Parameter(full([1], Math.Log(FirstTemperature), ScalarType.Float32, flat.Device));
    }

    /// <summary>
    /// Begins with the weights that the model has, and writes them down as integers that cost as little accuracy as the target allows. Call
    /// <see cref="Check"/> after every epoch; <see cref="Smallest"/> is the result.
    /// </summary>
    /// <param name="model">The trained model in the mode in which it is used; its weights are changed while a draw is open, and by your optimizer.</param>
    /// <param name="target">The evaluation, and the least value it may reach.</param>
    /// <param name="options">The facts that the code needs about it.</param>
    public CodeTraining(nn.Module<Tensor, Tensor> model, AccuracyTarget target, CodeOptions options)
        : this(model, CodeMethod.Integers, options, 1)
    {
        ArgumentNullException.ThrowIfNull(target);
        (this.target, price) = (target, new AccuracyPrice());

        // A trained model's logits have the scale at which it was trained.
        using var gradientFree = no_grad();
        temperature.zero_();
    }

    /// <summary>The shortest network that a <see cref="Check"/> found within the target; <see langword="null"/> where there is none yet.</summary>
    public EncodedModel? Smallest { get; private set; }

    /// <summary>The parameters for your optimizer: those of the model, and those that this training adds.</summary>
    public IEnumerable<Parameter> Parameters => [.. flat.Live, .. rate.Parameters, temperature];

    /// <summary>The share in [0, 1] of the training that is done. Bits are charged from 10% on, and fully from 40%; integers are rounded from 40%.</summary>
    public double Progress { get; set; }

    /// <summary>The description's length in bits as it is now, without header and symmetries; of a posterior, its divergence from the prior.</summary>
    public double Bits => rate.Bits;

    /// <summary>λ: what the loss pays for one bit.</summary>
    public double PriceOfBit => price.PerBit(Progress, rate.Bits);

    /// <summary>
    /// Puts what would be written down into the model's weights, until the result is disposed: call it before the forward pass and dispose it after
    /// <c>backward</c> and before the optimizer's step. Every second draw of a posterior mirrors the one before; two of half a batch to a step halve the noise.
    /// </summary>
    /// <exception cref="InvalidOperationException">A draw is open.</exception>
    public IDisposable Draw()
    {
        ThrowIfOpen();
        return current = new WeightDraw(flat, rate, Progress);
    }

    /// <summary>
    /// The loss of a batch and the price of the bits, a scalar to call <c>backward</c> on. The loss runs from cross-entropy to one that counts errors,
    /// (1 − p^q)/q with p the probability of the right class and q growing to 0.6: samples that are lost anyway then cost no bits.
    /// </summary>
    /// <param name="logits">samples × classes; their scale is learned apart and not counted, since it changes no decision.</param>
    /// <param name="labels">The right classes, int64.</param>
    /// <param name="share">The share of a step's samples in this batch, where a step has several.</param>
    /// <exception cref="InvalidOperationException">No draw is open.</exception>
    public Tensor Loss(Tensor logits, Tensor labels, double share = 1)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        if (current is not { IsOpen: true } draw) throw new InvalidOperationException("No draw is open: call Draw() before the forward pass.");
        using var scope = NewDisposeScope();
        var right = nn.functional.log_softmax(logits * temperature.exp(), 1).gather(1, labels.unsqueeze(1));
        var q = price.ErrorWeight(Progress);
        var loss = q > 0 ? ((1 - (right * q).exp()) / q).mean() : -right.mean();
        using (no_grad()) price.Observe(loss.item<float>(), (logits.argmax(1) != labels).to_type(ScalarType.Float32).mean().item<float>());
        return ((loss * share) + (rate.Of(draw) * (share * price.PerBit(Progress, rate.Bits)))).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Writes the trained network down as integers and improves single integers against the bound itself. The model keeps its trained weights;
    /// <see cref="NetworkDescription.ApplyTo"/> gives it the decoded ones.
    /// </summary>
    /// <param name="samples">
    /// The training samples with their classes; they are read several times. Trials are first made on a tenth of the batches, so each batch should have
    /// something of every class.
    /// </param>
    /// <param name="search">How long the search may take and what it says meanwhile; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellation">Ends the search; what was found until then is returned.</param>
    /// <exception cref="InvalidOperationException">The training is one of a posterior, or a draw is open.</exception>
    public EncodedModel Encode(IEnumerable<(Tensor Inputs, Tensor Labels)> samples, CodeSearchOptions? search = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ThrowIfOpen();
        if (rate is not IntegerRate integers)
            throw new InvalidOperationException("This training fits a posterior: call DrawBest, or train with CodeMethod.Integers.");
        return Restored(() =>
        {
            var encoded = new EncodedModel(flat.Coded, integers.Integers(), UnitGroups.Of(model, flat, options), options);
            return new CodeSearch(model, options, search ?? new CodeSearchOptions(), samples).Improve(encoded, cancellation);
        });
    }

    /// <summary>
    /// Draws networks from the trained posterior, each from its own part of a stream that was fixed beforehand, and takes the one with the lowest bound; that
    /// choice is counted. The model keeps its trained weights; <see cref="NetworkDescription.ApplyTo"/> gives it the drawn ones.
    /// </summary>
    /// <param name="samples">
    /// The training samples with their classes; they are read once for every draw. A draw that is far behind after some batches is given up, so each
    /// batch should have something of every class.
    /// </param>
    /// <param name="draws">
    /// m ≥ 1: among how many draws. Fix it before you look, and count the draws of every run that you could have reported instead of this one.
    /// </param>
    /// <param name="firstDraw">The index of the first draw in the stream: the draws that earlier runs took.</param>
    /// <param name="cancellation">Ends the drawing.</param>
    /// <exception cref="InvalidOperationException">The training is one of integers, or a draw is open.</exception>
    public DrawnModel DrawBest(IEnumerable<(Tensor Inputs, Tensor Labels)> samples, int draws = 32, int firstDraw = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(firstDraw);
        ThrowIfOpen();
        if (rate is not PosteriorRate posterior)
            throw new InvalidOperationException("This training fits integers: call Encode, or train with CodeMethod.Posterior.");
        return Restored(() =>
        {
            var (mean, deviation) = Distribution(posterior);
            var network = (int draw) => new DrawnModel(flat.Coded, mean, deviation, draw, firstDraw + draws, options);
            return new DrawChoice(model, options, samples).Best(Enumerable.Range(firstDraw, draws).Select(network), cancellation);
        });
    }

    /// <summary>
    /// The bound that would be certified if training ended now, without a search: one point of a curve over training. The network is written
    /// down as it is; of a posterior, the first draw alone. The model keeps its trained weights.
    /// </summary>
    /// <param name="samples">The training samples with their classes; they are read once.</param>
    /// <param name="heldOut">Samples that were used for nothing else, or <see langword="null"/>. A curve of them is a choice as soon as you act on it.</param>
    /// <param name="cancellation">Ends the counting.</param>
    /// <exception cref="CertificationException">Something in the model is not reached by the description.</exception>
    /// <exception cref="InvalidOperationException">A draw is open.</exception>
    public CodeCertificate CertifyNow(
        IEnumerable<(Tensor Inputs, Tensor Labels)> samples, IEnumerable<(Tensor Inputs, Tensor Labels)>? heldOut = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ThrowIfOpen();
        return Restored(() =>
        {
            if (rate is not PosteriorRate posterior)
                return model.Certify(
                    new EncodedModel(flat.Coded, rate.Integers(), UnitGroups.Of(model, flat, options), options), samples, options, heldOut, cancellation);
            var (mean, deviation) = Distribution(posterior);
            return model.Certify(new DrawnModel(flat.Coded, mean, deviation, 0, 1, options), samples, options, heldOut, cancellation);
        });
    }

    /// <summary>
    /// Writes the network down as it is, decodes and evaluates it, keeps it if it is the shortest within the target, and changes the price of a bit: upwards
    /// while the target is kept. The model keeps its trained weights.
    /// </summary>
    /// <exception cref="InvalidOperationException">The training has no target, or a draw is open.</exception>
    public AccuracyCheck Check()
    {
        ThrowIfOpen();
        if (target is null || price is not AccuracyPrice adjusted)
            throw new InvalidOperationException("This training has no accuracy target: create it with an AccuracyTarget.");
        return Restored(() =>
        {
            var encoded = new EncodedModel(flat.Coded, rate.Integers(), UnitGroups.Of(model, flat, options), options);
            encoded.ApplyTo(model);
            var accuracy = target.Evaluate();
            if (!double.IsFinite(accuracy))
                throw new ArgumentException($"The evaluation returned {accuracy}; a finite number is needed, the higher the better.");
            var isKept = accuracy >= target.Least;
            if (isKept && !(Smallest?.Bits <= encoded.Bits)) Smallest = encoded;
            adjusted.Adjust(isKept, Progress);
            return new AccuracyCheck(accuracy, encoded.Bits, isKept);
        });
    }

    /// <summary>Frees what this training added. The model keeps its weights.</summary>
    public void Dispose()
    {
        current?.Dispose();
        rate.Dispose();
        temperature.Dispose();
        flat.Dispose();
    }

    private (float[] Mean, float[] Deviation) Distribution(PosteriorRate posterior)
        => (flat.Read().cpu().data<float>().ToArray(), posterior.LogDeviation.detach().exp().cpu().data<float>().ToArray());

    /// <summary>The result. The model's weights are restored to the last bit.</summary>
    private T Restored<T>(Func<T> look)
    {
        using var scope = NewDisposeScope();
        using var gradientFree = no_grad();
        var trained = flat.Live.Select(parameter => parameter.detach().clone()).ToList();
        try
        {
            return look();
        }
        finally
        {
            foreach (var (parameter, weights) in flat.Live.Zip(trained)) parameter.copy_(weights);
        }
    }

    private void ThrowIfOpen()
    {
        if (current is { IsOpen: true }) throw new InvalidOperationException("A draw is open: dispose it after backward() and before the optimizer's step.");
    }
}
