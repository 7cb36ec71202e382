cd /work/main; B=.build/debug
MM=""; for m in Sources/C*/module.modulemap $B/*.build/module.modulemap; do MM="$MM -Xcc -fmodule-map-file=$m -Xcc -I$(dirname $m)"; done
OBJ=""; for t in JSON Images Interaction Accessibility X11Desktop Agents; do OBJ="$OBJ $(ls $B/$t.build/*.o)"; done
for t in Crypto CCryptoBoringSSL CCryptoBoringSSLShims CryptoBoringWrapper CXKCP CXKCPShims; do [ -d $B/$t.build ] && OBJ="$OBJ $(find $B/$t.build -name '*.o')"; done
nice swiftc -Onone -swift-version 6 -package-name main -I $B/Modules $MM /tmp/mini2/main.swift $OBJ -lX11 -lXtst -lXi -lXext -lXfixes -lXdamage -lXrandr -lXRes -lXrender -lXss -lxcb -lpng -lz -lm -lstdc++ -o /tmp/mini2/mini 2>&1 | grep -E 'error' | sort | uniq -c | sort -rn | head
