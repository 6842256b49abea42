using System.Diagnostics; using RankAttributes; using TorchSharp; using static TorchSharp.torch;
set_num_threads(2);
foreach (var p in new[]{0.5,1.0}) foreach (var kind in new[]{"random","lowrank"}) foreach (var n in new[]{256,512,1024,2048}) {
  using var d0=NewDisposeScope();
  var w=randn(n,n)/Math.Sqrt(n); if(kind=="lowrank") w=randn(n,n/16).mm(randn(n/16,n))/n+w*0.002;
  w=w.requires_grad_();
  var m=new One(w,new PenaltySettings(p,1,null,1e-3,PenaltyMethod.Exact));
  double a=1e9,b=1e9; int reps=n==2048?3:8;
  for(int i=0;i<reps;i++){ using var d=NewDisposeScope(); var t=Stopwatch.GetTimestamp(); linalg.svdvals(w).pow(p).sum().backward(); a=Math.Min(a,Stopwatch.GetElapsedTime(t).TotalMilliseconds); w.grad!.zero_();
    t=Stopwatch.GetTimestamp(); m.RegularizationLoss().backward(); b=Math.Min(b,Stopwatch.GetElapsedTime(t).TotalMilliseconds); w.grad!.zero_(); }
  Console.WriteLine($"p={p} {kind} {n}: autograd {a:F1} exact {b:F1} ratio {a/b:F2}");
}
sealed class One(Tensor w, PenaltySettings s):IRankRegularized { SchattenPenalty p=new(); public void CollectWeights(RankWeightCollector c)=>c.Weight("w",w,s); public Tensor RegularizationLoss()=>p.Loss(this); }
