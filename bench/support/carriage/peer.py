"""The carriage bench's other engines: a libtorrent seeder or downloader, or aria2c, each printing what it cost.

peer.py lt-seed TORRENT FOLDER | lt-leech TORRENT FOLDER PORT... | aria2 TORRENT FOLDER PORT...
"""
import json
import resource
import subprocess
import sys
import time


def cost(who):
    r = resource.getrusage(who)
    return {"cpuSeconds": r.ru_utime + r.ru_stime, "rssMb": r.ru_maxrss // 1024}


def session():
    import libtorrent as lt

    # Tuned for a fast line: no uTP, no discovery, deep queues, more threads.
    return lt.session({
        "listen_interfaces": "127.0.0.1:0",
        "enable_dht": False, "enable_lsd": False, "enable_upnp": False, "enable_natpmp": False,
        "enable_incoming_utp": False, "enable_outgoing_utp": False,
        # aria2 opens with an obfuscated handshake and waits seconds before it tries a plain one.
        "in_enc_policy": 1, "out_enc_policy": 2, "allowed_enc_level": 1,
        "allow_multiple_connections_per_ip": True,
        "aio_threads": 4, "hashing_threads": 2,
        "max_queued_disk_bytes": 256 << 20,
        "send_buffer_watermark": 4 << 20, "send_buffer_low_watermark": 1 << 20, "send_buffer_watermark_factor": 150,
        "max_out_request_queue": 2000, "max_allowed_in_request_queue": 4000, "request_queue_time": 3,
        "connection_speed": 200, "torrent_connect_boost": 200,
        "recv_socket_buffer_size": 1 << 20, "send_socket_buffer_size": 1 << 20,
    })


def add(s, torrent, folder, seed):
    import libtorrent as lt

    p = lt.add_torrent_params()
    p.ti = lt.torrent_info(torrent)
    p.save_path = folder
    if seed:
        p.flags |= lt.torrent_flags.seed_mode
    p.flags &= ~(lt.torrent_flags.auto_managed | lt.torrent_flags.paused)
    return s.add_torrent(p)


def seed(torrent, folder):
    s = session()
    add(s, torrent, folder, True)
    while s.listen_port() == 0:
        time.sleep(0.01)
    before = cost(resource.RUSAGE_SELF)["cpuSeconds"]
    print(json.dumps({"port": s.listen_port()}), flush=True)
    sys.stdin.readline()
    after = cost(resource.RUSAGE_SELF)
    print(json.dumps({**after, "cpuSeconds": after["cpuSeconds"] - before}), flush=True)


def leech(torrent, folder, ports):
    s = session()
    before = cost(resource.RUSAGE_SELF)["cpuSeconds"]
    start = time.monotonic()
    h = add(s, torrent, folder, False)
    for port in ports:
        h.connect_peer(("127.0.0.1", int(port)))
    while not h.status().is_seeding:
        time.sleep(0.005)
    seconds = time.monotonic() - start
    after = cost(resource.RUSAGE_SELF)
    print(json.dumps({"seconds": seconds, **after, "cpuSeconds": after["cpuSeconds"] - before}), flush=True)


def aria2(torrent, folder, ports):
    import http.server
    import threading

    # aria2 takes no peer addresses: a tracker of one answer names them.
    peers = b"".join(bytes([127, 0, 0, 1]) + int(p).to_bytes(2, "big") for p in ports)
    answer = b"d8:intervali1800e5:peers%d:%se" % (len(peers), peers)

    class Tracker(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    tracker = http.server.HTTPServer(("127.0.0.1", 0), Tracker)
    threading.Thread(target=tracker.serve_forever, daemon=True).start()
    start = time.monotonic()
    subprocess.run(
        ["aria2c", "--quiet", "--seed-time=0", "--file-allocation=none", "--enable-dht=false", "--bt-enable-lpd=false",
         "--enable-peer-exchange=false", "--bt-max-peers=16", "--check-certificate=false", "--listen-port=20000-40000",
         f"--bt-tracker=http://127.0.0.1:{tracker.server_port}/announce", "--dir", folder, torrent],
        check=True, stdout=subprocess.DEVNULL)
    seconds = time.monotonic() - start
    print(json.dumps({"seconds": seconds, **cost(resource.RUSAGE_CHILDREN)}), flush=True)


mode, torrent, folder, *ports = sys.argv[1:]
if mode == "lt-seed":
    seed(torrent, folder)
elif mode == "lt-leech":
    leech(torrent, folder, ports)
else:
    aria2(torrent, folder, ports)
