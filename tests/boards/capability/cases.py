"""For every named rule one board that it fires on, and one on which it just does not.

``key=value`` settings; ``@`` names what is no setting: figures of the data, the order's quantity.
"""

#: rule -> (fires, just does not)
CASES: dict[str, tuple[str, str]] = {
    "finish.rohs_leaded": ("finish=hasl declarations=rohs", "finish=lf_hasl declarations=rohs"),
    "finish.leaded_reach": ("finish=hasl declarations=reach", "finish=hasl declarations=rohs"),
    "finish.hasl_on_bga": ("finish=hasl bga_pad_mm=0.39", "finish=hasl bga_pad_mm=0.4"),
    "finish.hasl_fine_space": (
        "finish=lf_hasl min_space_mm=0.129",
        "finish=lf_hasl min_space_mm=0.13",
    ),
    "finish.white_mask": ("finish=lf_hasl mask_colour=white", "finish=enig mask_colour=white"),
    "finish.gold_unstated": ("finish=enig", "finish=enig finish_thickness_uin=1"),
    "finish.gold_thick": (
        "finish=enig finish_thickness_uin=3.1",
        "finish=enig finish_thickness_uin=3",
    ),
    "finish.gold_stray": (
        "finish=osp finish_thickness_uin=2",
        "finish=osp finish_thickness_uin=2 gold_fingers=10",
    ),
    "finish.carbon_gold": ("finish=enig carbon_ink=true", "finish=osp carbon_ink=true"),
    "finish.press_fit_hasl": ("finish=lf_hasl press_fit=true", "finish=imsn press_fit=true"),
    "mask.peelable_side": ("peelable_mask=true", "peelable_mask=true @peelable"),
    "mask.colour_unused": (
        "mask_sides=none mask_colour=green",
        "mask_sides=top mask_colour=green",
    ),
    "legend.same_colour": (
        "mask_colour=matt_black legend_colour=black",
        "mask_colour=matt_black legend_colour=white",
    ),
    "legend.without_mask": (
        "mask_sides=top legend_sides=both",
        "mask_sides=both legend_sides=top",
    ),
    "fingers.bevel": ("gold_fingers=1", "gold_fingers=1 gold_finger_bevel_deg=30"),
    "fingers.hard_gold": ("gold_fingers=1 finish=enig", "gold_fingers=1 gold_finger_uin=15"),
    "via.in_pad_type": (
        "via_in_pad=true via_protection=VIb",
        "via_in_pad=true via_protection=VII",
    ),
    "via.hdi_unstated": ("via_types=microvia,through", "via_types=microvia,through hdi_stage=1"),
    "via.blind_two_layers": ("layers=2 via_types=blind", "layers=4 via_types=blind"),
    "edge.castellated_v_cut": (
        "castellated=true separation=both",
        "castellated=true separation=tab_route",
    ),
    "edge.castellated_hasl": ("castellated=true finish=lf_hasl", "castellated=true finish=enig"),
    "edge.plating_v_cut": (
        "edge_plating=true separation=v_cut",
        "edge_plating=true separation=tab_route",
    ),
    "array.xout": (
        "delivery_format=panel_by_factory",
        "delivery_format=panel_by_factory xout=not_accept",
    ),
    "array.xout_count": (
        "delivery_format=panel_by_factory xout=accept",
        "delivery_format=panel_by_factory xout=accept xout_per_array=0",
    ),
    "array.layout": (
        "delivery_format=panel_by_gerber",
        "delivery_format=panel_by_gerber array=2x2",
    ),
    "array.separation": (
        "delivery_format=panel_by_gerber array=2x2",
        "delivery_format=panel_by_gerber array=2x2 separation=v_cut",
    ),
    "array.rail_width": (
        "delivery_format=panel_by_factory rails=all",
        "delivery_format=panel_by_factory rails=none",
    ),
    "array.single": (
        "delivery_format=single array=1x2",
        "delivery_format=single array=1x1",
    ),
    "layers.odd": ("layers=3", "layers=1"),
    "copper.inner_on_two": ("layers=2 cu_inner_oz=1", "layers=4 cu_inner_oz=1"),
    "impedance.no_stackup": ("impedance=L1:50:L2", "impedance=L1:50:L2:0.15"),
    "class3.no_test": ("ipc_class=3 e_test=none", "ipc_class=2 e_test=none"),
    "test.report_without_test": (
        "reports=e_test e_test=none",
        "reports=e_test e_test=flying_probe",
    ),
    "impedance.report_without": (
        "reports=impedance",
        "reports=impedance impedance=L1:50:L2:0.15",
    ),
    "marking.ul_file": (
        "ul_mark=any_place material=fr4 layers=15 thickness_mm=1.6",
        "ul_mark=any_place material=fr4 layers=14 thickness_mm=1.6",
    ),
    "marking.place": (
        "date_code=named_place",
        "date_code=named_place marking_place=corner",
    ),
    "marking.date_code_format": (
        "date_code=any_place",
        "date_code=any_place date_code_format=wwyy",
    ),
    "material.equivalent": (
        "laminate=S1000-2",
        "laminate=S1000-2 laminate_or_equivalent=false",
    ),
    "thickness.tolerance_twice": (
        "thickness_mm=1.6 thickness_tol_mm=0.1 thickness_tol_percent=10",
        "thickness_mm=1.6 thickness_tol_mm=0.16 thickness_tol_percent=10",
    ),
    "press_fit.tolerance": ("press_fit=true", "press_fit=true pth_tol_mm=0.05"),
    "order.unit": (
        "delivery_format=panel_by_factory @quantity=200",
        "delivery_format=panel_by_factory @quantity=200pcs",
    ),
    "data.missing": ("layers=4", "layers=4 @copper_layers=4"),
    "data.questions": ("@question", "layers=4"),
    "data.layers": ("layers=4 @copper_layers=6", "layers=4 @copper_layers=4"),
    "data.size": (
        "board_size=100x68 @board_size=100.06x68",
        "board_size=100x68 @board_size=68.05x100",
    ),
    "data.drill": ("min_hole_mm=0.2 @min_drill_mm=0.31", "min_hole_mm=0.2 @min_drill_mm=0.3"),
    "data.track": (
        "min_track_mm=0.15 @min_conductor_mm=0.144",
        "min_track_mm=0.15 @min_conductor_mm=0.145",
    ),
    "data.ring": ("annular_ring_mm=0.15 @ring=0.129", "annular_ring_mm=0.15 @ring=0.13"),
    "data.mask_sides": ("mask_sides=both @mask_sides=top", "mask_sides=both @mask_sides=both"),
    "data.legend_sides": (
        "legend_sides=none @legend_sides=top",
        "legend_sides=top @legend_sides=top",
    ),
}
