using System.Diagnostics; using TorchSharp; using static TorchSharp.torch;
set_num_threads(2);
foreach (var n in new[]{512,1024,2048}) {
  foreach (var dt in new[]{ScalarType.Float32, ScalarType.Float64}) {
    using var d0=NewDisposeScope();
    var a=randn(n,n,dtype:dt)/Math.Sqrt(n);
    var g=a.mm(a.t()); g=g/g.norm()*1; var gi=g+eye(n,dtype:dt)*0.01;
    var ch=linalg.cholesky(gi);
    int reps=n==2048?3:7;
    Time($"{n} {dt} product",()=>a.mm(a));
    Time($"{n} {dt} gram",()=>a.mm(a.t()));
    Time($"{n} {dt} cholesky",()=>linalg.cholesky(gi));
    Time($"{n} {dt} cholinv",()=>torch.cholesky_inverse(ch));
    Time($"{n} {dt} cholsolve",()=>torch.cholesky_solve(a,ch));
    Time($"{n} {dt} trisolve",()=>torch.linalg.solve_triangular(ch,a,upper:false));
    Time($"{n} {dt} inv",()=>linalg.inv(gi));
    Time($"{n} {dt} solve",()=>linalg.solve(gi,a));
    Time($"{n} {dt} eigh",()=>linalg.eigh(g));
    Time($"{n} {dt} eigvalsh",()=>linalg.eigvalsh(g));
    if(dt==ScalarType.Float32||n<2048){ Time($"{n} {dt} qr",()=>linalg.qr(a)); 
    var w=a.clone().requires_grad_();
    Time($"{n} {dt} autograd svdvals",()=>{ var l=linalg.svdvals(w).pow(0.5).sum(); l.backward(); w.grad!.zero_();});
    Time($"{n} {dt} svdvals",()=>{ using var _=no_grad(); linalg.svdvals(w);});}
    Time($"{n} {dt} qr n/6",()=>linalg.qr(a.narrow(1,0,n/6)));
    Time($"{n} {dt} to64",()=>a.to_type(dt==ScalarType.Float32?ScalarType.Float64:ScalarType.Float32));
    void Time(string s, Action f){ double best=1e9; for(int i=0;i<reps;i++){ using var d=NewDisposeScope(); var t=Stopwatch.GetTimestamp(); f(); best=Math.Min(best,Stopwatch.GetElapsedTime(t).TotalMilliseconds);} Console.WriteLine($"{s,-40} {best,9:F2}"); }
  }
}
