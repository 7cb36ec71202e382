/* A build does not know what .incbin reads: these sums, which export.py writes, change this file with the weights.
   detector.safetensors 022fbff946eade197333d4855b97d1a3c386172020421a28d57fbdb2924b6306
   icons.safetensors 24ae36ed84323a24a403c88de3504d0b41aeb2d32c3b142d47314404782821bf */
    .section .rodata
    .balign 64
    .globl deskhand_detector_start
deskhand_detector_start:
    .incbin "detector.safetensors"
    .globl deskhand_detector_end
deskhand_detector_end:

    .balign 64
    .globl deskhand_icons_start
deskhand_icons_start:
    .incbin "icons.safetensors"
    .globl deskhand_icons_end
deskhand_icons_end:

    .section .note.GNU-stack, "", %progbits
