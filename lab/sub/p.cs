using System.Diagnostics; using RankAttributes; using TorchSharp; using static TorchSharp.torch;
foreach (var (rows,cols,me) in new[]{(1024,1024,PenaltyMethod.Subspace),(1024,784,PenaltyMethod.Subspace),(10,1024,PenaltyMethod.Exact),(10,1024,PenaltyMethod.Frobenius)}) {
using var d0=NewDisposeScope();
var w=(randn(rows,cols)*0.03).requires_grad_();
var m=new One(w,new PenaltySettings(0.5,1,null,1e-3,me));
double f=1e9,b=1e9,sf=0,sb=0; for(int i=0;i<200;i++){ using var d=NewDisposeScope(); var t=Stopwatch.GetTimestamp(); var l=m.RegularizationLoss(); var a=Stopwatch.GetElapsedTime(t).TotalMilliseconds; t=Stopwatch.GetTimestamp(); l.backward(); var e=Stopwatch.GetElapsedTime(t).TotalMilliseconds; f=Math.Min(a,f); b=Math.Min(b,e); sf+=a; sb+=e; w.grad!.zero_(); }
Console.WriteLine($"{rows}x{cols} fwd min {f:F2} mean {sf/200:F2} bwd {b:F2} {sb/200:F2} {m.P.Status[0]}");
}
sealed class One(Tensor w, PenaltySettings s):IRankRegularized { public SchattenPenalty P=new(); public void CollectWeights(RankWeightCollector c)=>c.Weight("w",w,s); public Tensor RegularizationLoss()=>P.Loss(this); }
