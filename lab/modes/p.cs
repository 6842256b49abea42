using RankAttributes;
using System.Diagnostics; using System.IO.Compression; using TorchSharp; using static TorchSharp.torch; using static TorchSharp.torch.nn;
set_num_threads(int.Parse(Environment.GetEnvironmentVariable("OMP_NUM_THREADS")??"2"));
string Arg(string k,string d){ var i=Array.IndexOf(args,"--"+k); return i<0?d:args[i+1]; }
int width=int.Parse(Arg("w","256")), epochs=int.Parse(Arg("e","3")), k=int.Parse(Arg("k","1")), rr=int.Parse(Arg("r","32")), seed=int.Parse(Arg("s","1")), limit=int.Parse(Arg("n","60000"));
double p=double.Parse(Arg("p","0.5")), lam=double.Parse(Arg("l","1e-3")), eps=1e-3, lr=double.Parse(Arg("lr","1e-3")); string mode=Arg("m","none"), opt=Arg("o","adam");
static (Tensor,Tensor) Load(string pre){ byte[] R(string f){ using var s=new GZipStream(File.OpenRead(f),CompressionMode.Decompress); var m=new MemoryStream(); s.CopyTo(m); return m.ToArray(); }
 var dir="/work/shared/data/fashion-mnist/"; var im=R(dir+pre+"-images-idx3-ubyte.gz")[16..]; var lb=R(dir+pre+"-labels-idx1-ubyte.gz")[8..];
 return ((tensor(im).reshape(-1,784).to_type(ScalarType.Float32)/255.0f-0.286f)/0.353f, tensor(lb).to_type(ScalarType.Int64)); }
var (X,Y)=Load("train"); var (Xt,Yt)=Load("t10k");
manual_seed(seed);
var net=Sequential(("a",Linear(784,width)),("r",ReLU()),("b",Linear(width,width)),("r2",ReLU()),("c",Linear(width,10)));
var ws=net.named_parameters().Where(x=>x.name.EndsWith("weight")).Select(x=>x.parameter).ToArray();
optim.Optimizer optimizer = opt=="adam"? optim.Adam(net.parameters(),lr): optim.SGD(net.parameters(),lr,momentum:0.9);
var st=ws.Select(w=>(U:(Tensor?)null,G:(Tensor?)null,M:(Tensor?)null)).ToArray();
(Tensor u,Tensor s) Full(Tensor a){ var (l,u)=linalg.eigh(a.mm(a.t())); return (u,l.clamp_min(0)); }
Tensor ExactG(Tensor a){ bool tall=a.shape[0]>a.shape[1]; var x=tall?a.t():a; var (u,l)=Full(x); var e2=l.max()*(eps*eps); var w=(l+e2).pow(p/2-1)*p; var g=u.mm(u.t().mm(x)*w.unsqueeze(1)); return tall?g.t():g; }
Tensor TailG(int i, Tensor a){ bool tall=a.shape[0]>a.shape[1]; var x=tall?a.t():a; long q=x.shape[0]; long r=Math.Min(rr,q-1); if(q<=32) return ExactG(a);
  var U=st[i].U; if(U is null) U=linalg.qr(x.mm(randn(x.shape[1],r))).Q;
  var B=U.t().mm(x); U=linalg.qr(x.mm(B.t())).Q; B=U.t().mm(x);           // one subspace iteration
  var (l,v)=linalg.eigh(B.mm(B.t())); l=l.clamp_min(0); 
  st[i].U?.Dispose(); st[i].U=U.DetachFromDisposeScope();
  var l1=l.max(); var e2=l1*(eps*eps); var tail=((x.square().sum()-l.sum())/(q-r)).clamp_min(0);
  var wt=(tail+e2).pow(p/2-1)*p; var w=(l+e2).pow(p/2-1)*p;
  var g=x*wt + U.mm((v*(w-wt)).mm(v.t()).mm(B)); return tall?g.t():g; }
var lib=new Lib(ws.Select((w,i)=>("w"+i,(Tensor)w)).ToArray(), new PenaltySettings(p,lam,null,eps,Enum.Parse<PenaltyMethod>(Arg("method","Auto"))));
int step=0; double total=0,pen=0; var sw=new Stopwatch(); var swp=new Stopwatch();
double Acc(){ using var _=no_grad(); using var d=NewDisposeScope(); net.eval(); var a=(net.forward(Xt).argmax(1)==Yt).to_type(ScalarType.Float32).mean().item<float>(); net.train(); return a; }
double TrainLoss(){ using var _=no_grad(); using var d=NewDisposeScope(); return functional.cross_entropy(net.forward(X.narrow(0,0,20000)),Y.narrow(0,0,20000)).item<float>(); }
var gen=new Random(seed);
for(int e=0;e<epochs;e++){
  var perm=randperm(60000);
  for(int b=0;b+128<=limit;b+=128){
    using var d=NewDisposeScope();
    var idx=perm.narrow(0,b,128); var x=X.index_select(0,idx); var y=Y.index_select(0,idx);
    sw.Start();
    optimizer.zero_grad();
    var loss=functional.cross_entropy(net.forward(x),y);
    swp.Start();
    if(mode=="lib") loss=loss+lib.RegularizationLoss(); else if(mode!="none") for(int i=0;i<ws.Length;i++){
      int kk=k; bool due=(step+i*kk/ws.Length)%kk==0||step==0&&mode=="hold";
      Tensor? g=null;
      if(due) using(no_grad()){ g= mode=="tail"||mode=="hold" ? TailG(i,ws[i]) : mode=="hexact"?ExactG(ws[i]): ExactG(ws[i]); }
      if(mode=="hold"||mode=="hexact"){ if(g is not null){ st[i].G?.Dispose(); st[i].G=g.contiguous().DetachFromDisposeScope(); } if(st[i].G is null) continue; loss=loss+ws[i].reshape(-1).dot(st[i].G!.reshape(-1))*lam; }
      else if(due) loss=loss+ws[i].reshape(-1).dot(g!.reshape(-1))*(lam*kk);
    }
    swp.Stop();
    loss.backward(); optimizer.step(); sw.Stop(); step++;
  }
  if(args.Contains("-v")) Console.WriteLine($"  epoch {e} acc {Acc():P2}");
}
if(mode=="lib") Console.WriteLine(string.Join("\n",lib.P.Status));
var ranks=ws.Select(w=>{ using var _=no_grad(); var s=linalg.svdvals(w.to_type(ScalarType.Float64)); var s1=s.max().item<double>(); var f=(s.square()+eps*eps*s1*s1).pow(p/2).sum().item<double>(); return (pe:s.pow(p).sum().item<double>()/Math.Pow(s1,p), num:(s>0.01*s1).sum().item<long>(), st:s.square().sum().item<double>()/s1/s1, s1, f); }).ToArray();
Console.WriteLine($"{mode,-6} w{width} k{k} r{rr} p{p} l{lam} s{seed} {opt}: acc {Acc():P2} trainloss {TrainLoss():F4} phi {ranks.Sum(x=>x.f):F1} | peff {string.Join(" ",ranks.Select(x=>x.pe.ToString("F1")))} | >1% {string.Join(" ",ranks.Select(x=>x.num))} | s1 {string.Join(" ",ranks.Select(x=>x.s1.ToString("F2")))} | {sw.Elapsed.TotalMilliseconds/step:F2} ms/step, pen {swp.Elapsed.TotalMilliseconds/step:F2}");

sealed class Lib((string,Tensor)[] ws, PenaltySettings s):IRankRegularized { public SchattenPenalty P=new(); public void CollectWeights(RankWeightCollector c){ foreach(var (n,w) in ws) c.Weight(n,w,s);} public Tensor RegularizationLoss()=>P.Loss(this); }
