/* A build does not know what .incbin reads: these sums, which export.py writes, change this file with the weights.
   detector.safetensors 1cca325466823fce15a9f179096d71c517b72df4e3b2db2e0af1d143365e3249
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
