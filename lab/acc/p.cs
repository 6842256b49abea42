using System.Diagnostics; using TorchSharp; using static TorchSharp.torch;
set_num_threads(2);
Tensor Spectrum(int n, Func<int,double> s){ var u=linalg.qr(randn(n,n,dtype:ScalarType.Float64)).Q; var v=linalg.qr(randn(n,n,dtype:ScalarType.Float64)).Q; return (u*tensor(Enumerable.Range(0,n).Select(s).ToArray())).mm(v.t()); }
foreach (var n in new[]{512,1024}) foreach (var kind in new[]{"random","lowrank+noise","geometric"}) {
  using var d0=NewDisposeScope();
  var A64 = kind switch { "random"=>randn(n,n,dtype:ScalarType.Float64)/Math.Sqrt(n), "geometric"=>Spectrum(n,i=>Math.Pow(1e-6,i/(n-1.0))), _=>Spectrum(n,i=>i<n/16?1-0.5*i/(n/16.0):2e-3)};
  var A=A64.to_type(ScalarType.Float32); A64=A.to_type(ScalarType.Float64);
  var (U6,S6,V6)=linalg.svd(A64,fullMatrices:false);
  foreach (var p in new[]{0.1,0.5,2/3.0,1.0}) foreach (var eps in new[]{1e-3,1e-2}) {
    using var d1=NewDisposeScope();
    var e2=Math.Pow(eps*S6.max().item<double>(),2);
    var refG=(U6*(S6*(S6.square()+e2).pow(p/2-1)*p)).mm(V6);
    double Err(Tensor g)=>((g.to_type(ScalarType.Float64)-refG).norm()/refG.norm()).item<double>();
    var G=A.mm(A.t());
    var (L,U)=linalg.eigh(G);
    var w=(L.clamp_min(0).to_type(ScalarType.Float64)+e2).pow(p/2-1)*p;
    var ea=Err((U*w.to_type(ScalarType.Float32)).mm(U.t()).mm(A));
    var B=U.t().mm(A);
    var lb=B.to_type(ScalarType.Float64).square().sum(1);
    var wb=(lb+e2).pow(p/2-1)*p;
    var eb=Err(U.mm(B*wb.to_type(ScalarType.Float32).unsqueeze(1)));
    // peel
    var lam1=L.max().item<float>(); double tau=0.1; long k=(L< (float)(tau*tau*lam1)).sum().item<long>();
    double ec=double.NaN; double tp=0;
    if(k>0){ 
      var sw=Stopwatch.StartNew();
      var Us=U.narrow(1,0,k); var BL=B.narrow(0,k,n-k); var VL=BL/BL.norm(1,true);
      var Bs=Us.to_type(ScalarType.Float64).t().mm(A64);
      var VL64=VL.to_type(ScalarType.Float64);
      var C=Bs.mm(VL64.t()); Bs=Bs-C.mm(VL64);
      var (l2,u2)=linalg.eigh(Bs.mm(Bs.t()));
      var w2=(l2.clamp_min(0)+e2).pow(p/2-1)*p;
      var gs=Us.mm(((u2*w2).mm(u2.t()).mm(Bs)).to_type(ScalarType.Float32));
      var gl=U.narrow(1,k,n-k).mm(BL*wb.narrow(0,k,n-k).to_type(ScalarType.Float32).unsqueeze(1));
      ec=Err(gl+gs); tp=sw.Elapsed.TotalMilliseconds;
    }
    Console.WriteLine($"{n} {kind,-14} p={p:F2} eps={eps}  gram {ea:E1}  rayleigh {eb:E1}  peel(k={k}) {ec:E1} {tp:F0}ms  smin/s1 {S6.min().item<double>()/S6.max().item<double>():E1}");
  }
}
foreach (var n in new[]{1024,2048}) { var g=randn(n,n); g=g.mm(g.t()); foreach(var th in new[]{1,2}) { set_num_threads(th); foreach (var up in new[]{'L','U'}) { double b=1e9; for(int i=0;i<3;i++){ using var d=NewDisposeScope(); var t=Stopwatch.GetTimestamp(); linalg.eigh(g,up); b=Math.Min(b,Stopwatch.GetElapsedTime(t).TotalMilliseconds);} Console.WriteLine($"eigh {n} threads {th} {up} {b:F0}"); } } }
