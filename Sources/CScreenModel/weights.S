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
