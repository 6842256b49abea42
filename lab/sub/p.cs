using System.Diagnostics; using RankAttributes; using TorchSharp; using static TorchSharp.torch;
foreach (var (rows,cols) in new[]{(1024,1024),(1024,784)}) {
using var d0=NewDisposeScope();
var w=(randn(rows,40).mm(randn(40,cols))/40+randn(rows,cols)*0.001).requires_grad_();
var m=new One(w,new PenaltySettings(0.5,1,null,1e-3,PenaltyMethod.Subspace));
for(int i=0;i<8;i++){ using var d=NewDisposeScope(); var t=Stopwatch.GetTimestamp(); var l=m.RegularizationLoss(); var a=Stopwatch.GetElapsedTime(t).TotalMilliseconds; t=Stopwatch.GetTimestamp(); l.backward(); Console.WriteLine($"{rows}x{cols} fwd {a:F2} bwd {Stopwatch.GetElapsedTime(t).TotalMilliseconds:F2} {m.P.Status[0]}"); w.grad!.zero_(); }
}
sealed class One(Tensor w, PenaltySettings s):IRankRegularized { public SchattenPenalty P=new(); public void CollectWeights(RankWeightCollector c)=>c.Weight("w",w,s); public Tensor RegularizationLoss()=>P.Loss(this); }
